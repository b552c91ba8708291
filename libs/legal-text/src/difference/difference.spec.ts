import type { LocalizedText } from '@concord/reference-data';
import fc from 'fast-check';
import { kindOf, type Provision, parentOf, type Text } from '../provision.js';
import { differenceOf, PROVISION_CHANGES } from './difference.js';
import { newText, oldText } from './word-difference.js';

const en = (text: string): LocalizedText => ({ language: 'en', text });

/** A text from its eIds, each with its words where they are given. */
const textOf = (parts: Readonly<Record<string, Partial<Provision>>>): Text => {
  const eIds = new Set(Object.keys(parts));
  return Object.entries(parts).map(([eId, given]) => ({
    eId,
    parent: parentOf(eId, eIds),
    kind: kindOf(eId),
    number: null,
    headings: [],
    text: [],
    requirement: null,
    ...given,
  }));
};

const changes = (before: Text, after: Text, language?: string): string[] =>
  differenceOf(before, after, language).provisions.map(({ eId, changes: found }) => `${eId} ${found.join()}`);

/** A tree of up to twelve provisions in some order, with words in up to two languages. */
const text: fc.Arbitrary<Text> = fc
  .uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 12 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number, index) =>
        fc.record({
          eId: fc.constant(`sec_${number}`),
          parent: fc.constantFrom(null, ...numbers.slice(0, index).map((above) => `sec_${above}`)),
          kind: fc.constant('SECTION' as const),
          number: fc.constantFrom(null, `§ ${number}`, `§ ${number}a`),
          headings: fc.constantFrom([], [en('Scope')], [en('Aim')]),
          text: fc.constantFrom([], [en('Toys are safe.')], [en('Toys are very safe.'), { language: 'th', text: 'ของเล่นปลอดภัย' }]),
          requirement: fc.constant(null),
        }),
      ),
    ),
  )
  .map((provisions) => inReadingOrder(provisions as Provision[], null));

const inReadingOrder = (provisions: readonly Provision[], parent: string | null): Text =>
  provisions
    .filter((provision) => provision.parent === parent)
    .flatMap((provision) => [provision, ...inReadingOrder(provisions, provision.eId)]);

describe('the difference of two texts', () => {
  it('of a text and itself is empty', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const { provisions, counts, coarse } = differenceOf(whole, whole);
        expect(counts.UNCHANGED).toBe(whole.length);
        expect(provisions.map(({ eId }) => eId)).toEqual(whole.map(({ eId }) => eId));
        expect(coarse).toBe(false);
      }),
    );
  });

  it('holds both texts in full, the new one in its order', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { provisions } = differenceOf(before, after);
        expect(provisions.flatMap((provision) => provision.after ?? [])).toEqual(after);
        const byId = (a: Provision, b: Provision) => (a.eId < b.eId ? -1 : 1);
        expect(provisions.flatMap((provision) => provision.before ?? []).sort(byId)).toEqual(before.toSorted(byId));
      }),
    );
  });

  it('leads from the old words of each provision to the new ones, in each language', () => {
    const words = (texts: readonly LocalizedText[], language: string) => texts.find((item) => item.language === language)?.text ?? '';
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const { before: old, after: now, text: found, headings, number } of differenceOf(before, after).provisions) {
          for (const difference of found) {
            expect(oldText(difference)).toBe(words(old?.text ?? [], difference.language));
            expect(newText(difference)).toBe(words(now?.text ?? [], difference.language));
          }
          expect(headings.map(oldText).join('')).toBe(words(old?.headings ?? [], 'en'));
          expect(headings.map(newText).join('')).toBe(words(now?.headings ?? [], 'en'));
          expect([number && oldText(number), number && newText(number)]).toEqual(
            number ? [old?.number ?? '', now?.number ?? ''] : [null, null],
          );
        }
      }),
    );
  });

  it('says of a provision that nothing happened exactly when it is the same at the same place', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const { changes: found, before: old, after: now } of differenceOf(before, after).provisions) {
          expect(found.length).toBeGreaterThan(0);
          expect(found).toEqual(PROVISION_CHANGES.filter((change) => found.includes(change)));
          if (found.includes('UNCHANGED')) expect([found.length, old]).toEqual([1, now]);
        }
      }),
    );
  });

  it('tells each kind of change', () => {
    const before = textOf({ sec_1: { text: [en('Red.')] }, sec_2: {}, sec_3: { number: '§ 3' }, sec_4: {}, sec_4__para_1: {}, sec_5: {} });
    const after = textOf({ sec_5: {}, sec_1: { text: [en('Blue.')] }, sec_3: { number: '§ 2' }, sec_3a: {}, sec_4: {} });
    expect(changes(before, after)).toEqual([
      'sec_5 MOVED',
      'sec_1 CHANGED',
      'sec_2 REPEALED',
      'sec_3 RENUMBERED',
      'sec_3a ADDED',
      'sec_4 UNCHANGED',
      'sec_4__para_1 REPEALED',
    ]);
  });

  it('tells several changes of one provision', () => {
    const before = textOf({ sec_1: { number: '1', headings: [en('Aim')] }, sec_2: {}, sec_3: {} });
    const after = textOf({ sec_2: {}, sec_3: {}, sec_1: { number: '3', headings: [en('Scope')] } });
    expect(changes(before, after)).toEqual(['sec_2 UNCHANGED', 'sec_3 UNCHANGED', 'sec_1 CHANGED,RENUMBERED,MOVED']);
  });

  it('calls a provision moved that came under another parent', () => {
    const before = textOf({ chp_1: {}, sec_1: { parent: 'chp_1' }, chp_2: {} });
    const after = textOf({ chp_1: {}, chp_2: {}, sec_1: { parent: 'chp_2' } });
    expect(changes(before, after)).toEqual(['chp_1 UNCHANGED', 'chp_2 UNCHANGED', 'sec_1 MOVED']);
  });

  it('sees requirements field by field', () => {
    const requirement = {
      direction: 'IMPORT',
      hsCodes: ['9503'],
      appliesWhen: null,
      mustHold: 'a > 3',
      onBreach: 'HOLD',
      parameters: [],
    } as const;
    const { provisions } = differenceOf(
      textOf({ sec_1: { requirement } }),
      textOf({ sec_1: { requirement: { ...requirement, mustHold: 'a > 5', appliesWhen: 'b' } } }),
    );
    expect(provisions[0]?.changes).toEqual(['CHANGED']);
    expect(
      provisions[0]?.requirement.map(({ field, runs }) => [field, runs.map(({ change, text: words }) => `${change} ${words}`)]),
    ).toEqual([
      ['direction', ['KEPT IMPORT']],
      ['hsCodes', ['KEPT 9503']],
      ['appliesWhen', ['ADDED b']],
      ['mustHold', ['KEPT a > ', 'REMOVED 3', 'ADDED 5']],
      ['onBreach', ['KEPT HOLD']],
    ]);
  });

  it('takes another authentic language for a change', () => {
    const fr: LocalizedText = { language: 'fr', text: 'Jouets' };
    expect(changes(textOf({ sec_1: { text: [en('Toys'), fr] } }), textOf({ sec_1: { text: [fr, en('Toys')] } }))).toEqual([
      'sec_1 CHANGED',
    ]);
  });

  it('for the readers of a language is what they read: what is not in it, they read as it is authentic', () => {
    const zh = (words: string): LocalizedText => ({ language: 'zh-Hans', text: words });
    const before = textOf({ sec_1: { text: [en('Toys'), zh('玩具')] }, sec_2: { text: [en('Dolls')] } });
    const after = textOf({ sec_1: { text: [en('Toys!'), zh('玩具')] }, sec_2: { text: [en('Dolls!')] } });
    expect(changes(before, after, 'zh')).toEqual(['sec_1 UNCHANGED', 'sec_2 CHANGED']);
    expect(changes(before, after, 'zh-Hans-CN')).toEqual(['sec_1 UNCHANGED', 'sec_2 CHANGED']);
    expect(changes(before, after, 'en-GB')).toEqual(['sec_1 CHANGED', 'sec_2 CHANGED']);
  });

  it('of texts with thousands of provisions, each written anew, says where it was coarse', () => {
    const provisions = (seed: number) =>
      textOf(
        Object.fromEntries(
          Array.from({ length: 3_000 }, (_, i) => [
            `sec_${i}`,
            { text: [en(Array.from({ length: 60 }, (_, j) => `w${i}${j}${seed}`).join(' '))] },
          ]),
        ),
      );
    const { coarse, counts, provisions: found } = differenceOf(provisions(1), provisions(2));
    expect([coarse, counts.CHANGED]).toEqual([true, 3_000]);
    expect(found.map(({ text: [words] }) => words && newText(words))).toEqual(provisions(2).map(({ text: [words] }) => words?.text));
  });
});
