import { isRejection } from '@concord/kernel';
import { type AmendingOperation, type Consolidation, consolidate, faultOfText, type Text, whole } from './index.js';
import { insert, provision, renumber, repeal, reword, SECTIONS, substitute } from './testing/index.js';

const amendedBy = (...operations: readonly AmendingOperation[]): Consolidation => {
  const result = consolidate(whole(SECTIONS), operations);
  if (isRejection(result)) throw new Error(result.message);
  return result;
};
const eIdsAfter = (...operations: readonly AmendingOperation[]): readonly string[] => amendedBy(...operations).text.map(({ eId }) => eId);
const wordsAfter = (eId: string, ...operations: readonly AmendingOperation[]) =>
  amendedBy(...operations).text.find((found) => found.eId === eId)?.text[0]?.text;

const PARA_1 = 'sec_1__para_1';
const PARA_2 = 'sec_1__para_2';
const POINT = 'sec_1__para_2__point_a';
const ALL = SECTIONS.map(({ eId }) => eId);

describe('An insertion', () => {
  const fresh = provision('sec_1__para_1a', 'sec_1');

  it('stands behind the sibling that it names, and behind all parts of it', () => {
    expect(eIdsAfter(insert(PARA_1, fresh))).toEqual(['sec_1', PARA_1, 'sec_1__para_1a', PARA_2, POINT, 'sec_2']);
    expect(eIdsAfter(insert(PARA_2, fresh))).toEqual(['sec_1', PARA_1, PARA_2, POINT, 'sec_1__para_1a', 'sec_2']);
    expect(eIdsAfter(insert('sec_1', provision('sec_1a')))).toEqual(['sec_1', PARA_1, PARA_2, POINT, 'sec_1a', 'sec_2']);
  });

  it('is the first part of its parent, or of the text, where it names no sibling', () => {
    expect(eIdsAfter(insert(null, fresh))).toEqual(['sec_1', 'sec_1__para_1a', PARA_1, PARA_2, POINT, 'sec_2']);
    expect(eIdsAfter(insert(null, provision('sec_0')))).toEqual(['sec_0', ...ALL]);
    expect(eIdsAfter(insert(null, provision('sec_2__para_1', 'sec_2')))).toEqual([...ALL, 'sec_2__para_1']);
  });

  it('comes with its parts', () => {
    const point = provision('sec_1__para_1a__point_a', 'sec_1__para_1a');
    expect(eIdsAfter(insert(PARA_1, fresh, point))).toEqual(['sec_1', PARA_1, fresh.eId, point.eId, PARA_2, POINT, 'sec_2']);
  });

  it('can build on what the operation before it brought', () => {
    const point = provision('sec_1__para_1a__point_a', 'sec_1__para_1a');
    expect(eIdsAfter(insert(PARA_1, fresh), insert(null, point))).toEqual(eIdsAfter(insert(PARA_1, fresh, point)));
  });
});

describe('A substitution', () => {
  it('takes the place of a provision and of all its parts', () => {
    const operation = substitute(provision('sec_1', null, 'new'), provision('sec_1__para_9', 'sec_1'));
    expect(eIdsAfter(operation)).toEqual(['sec_1', 'sec_1__para_9', 'sec_2']);
    expect(wordsAfter('sec_1', operation)).toBe('new');
    expect(amendedBy(operation).repealed).toEqual(new Set([PARA_1, PARA_2, POINT]));
  });

  it('may bring parts again under the eIds that they have', () => {
    const operation = substitute(provision('sec_1'), provision(PARA_2, 'sec_1', 'new'));
    expect(eIdsAfter(operation)).toEqual(['sec_1', PARA_2, 'sec_2']);
    expect(amendedBy(operation).repealed).toEqual(new Set([PARA_1, POINT]));
    expect(wordsAfter(PARA_2, operation)).toBe('new');
  });

  it('changes the words of one provision alone where its parts are kept', () => {
    const operation = reword(provision('sec_1', null, 'new'));
    expect(eIdsAfter(operation)).toEqual(ALL);
    expect(wordsAfter('sec_1', operation)).toBe('new');
    expect(wordsAfter(PARA_1, operation)).toBe(`The words of ${PARA_1}`);
  });
});

describe('A repeal', () => {
  it('takes a provision away with all its parts', () => {
    expect(eIdsAfter(repeal('sec_1'))).toEqual(['sec_2']);
    expect(amendedBy(repeal(PARA_2))).toMatchObject({ repealed: new Set([PARA_2, POINT]) });
  });

  it('of the whole norm leaves its words as they were', () => {
    expect(eIdsAfter(repeal(null))).toEqual(ALL);
  });
});

describe('A renumbering', () => {
  it('changes what is shown, and not the eId', () => {
    const { text } = amendedBy(renumber(PARA_2, '(3)'), renumber(PARA_1, null));
    expect(text.map(({ eId }) => eId)).toEqual(ALL);
    expect(text.filter(({ eId }) => eId === PARA_1 || eId === PARA_2).map(({ number }) => number)).toEqual([null, '(3)']);
  });
});

describe('What does not fit is refused, and names the provision', () => {
  const twice = provision('sec_3');
  it.each<[string, string, string | null, readonly AmendingOperation[]]>([
    ['an amendment of what never was there', 'UNKNOWN_PROVISION', 'sec_9', [renumber('sec_9', null)]],
    ['a repeal of what never was there', 'UNKNOWN_PROVISION', 'sec_9', [repeal('sec_9')]],
    ['a substitution of what never was there', 'UNKNOWN_PROVISION', 'sec_9', [reword(provision('sec_9'))]],
    ['an insertion under an unknown parent', 'UNKNOWN_PROVISION', 'sec_9', [insert(null, provision('sec_9__para_1', 'sec_9'))]],
    ['an insertion behind an unknown sibling', 'UNKNOWN_PROVISION', 'sec_9', [insert('sec_9', provision('sec_3'))]],
    ['a second repeal', 'ALREADY_REPEALED', PARA_1, [repeal(PARA_1), repeal(PARA_1)]],
    ['an amendment of what went with its whole', 'ALREADY_REPEALED', POINT, [repeal('sec_1'), renumber(POINT, 'b')]],
    [
      'an amendment of what a substitution left out',
      'ALREADY_REPEALED',
      PARA_1,
      [substitute(provision('sec_1')), reword(provision(PARA_1, 'sec_1'))],
    ],
    [
      'an insertion into what is repealed',
      'ALREADY_REPEALED',
      'sec_2',
      [repeal('sec_2'), insert(null, provision('sec_2__para_1', 'sec_2'))],
    ],
    ['an eId that is in use', 'PROVISION_EXISTS', 'sec_2', [insert(null, provision('sec_2'))]],
    ['an eId that was in use', 'PROVISION_EXISTS', 'sec_2', [repeal('sec_2'), insert(null, provision('sec_2'))]],
    ['an eId that is in use elsewhere', 'PROVISION_EXISTS', PARA_1, [substitute(provision('sec_2'), provision(PARA_1, 'sec_2'))]],
    [
      'a part that was repealed and is brought again',
      'PROVISION_EXISTS',
      PARA_1,
      [repeal(PARA_1), substitute(provision('sec_1'), provision(PARA_1, 'sec_1'))],
    ],
    [
      'two provisions with one eId',
      'PROVISION_EXISTS',
      'sec_3__para_1',
      [insert(null, twice, provision('sec_3__para_1', 'sec_3'), provision('sec_3__para_1', 'sec_3'))],
    ],
    ['a sibling with another parent', 'PROVISION_OUT_OF_PLACE', PARA_1, [insert(PARA_1, provision('sec_3'))]],
    ['a substitute in another place', 'PROVISION_OUT_OF_PLACE', PARA_1, [substitute(provision(PARA_1, 'sec_2'))]],
    [
      'a part that moves under another one',
      'PROVISION_OUT_OF_PLACE',
      POINT,
      [substitute(provision('sec_1'), provision(PARA_1, 'sec_1'), provision(POINT, PARA_1))],
    ],
    [
      'a part before its whole',
      'PROVISION_OUT_OF_PLACE',
      'sec_3__para_1__point_a',
      [insert(null, twice, provision('sec_3__para_1__point_a', 'sec_3__para_1'), provision('sec_3__para_1', 'sec_3'))],
    ],
    ['two provisions at once', 'BAD_OPERATION', 'sec_3', [insert(null, twice, provision('sec_4'))]],
    ['no provision at all', 'BAD_OPERATION', null, [insert(null)]],
    ['new parts where the old ones are kept', 'BAD_OPERATION', 'sec_2', [reword(provision('sec_2'), provision('sec_2__para_1', 'sec_2'))]],
  ])('%s: %s', (_, code, eId, operations) => {
    const refusal = consolidate(whole(SECTIONS), operations);
    if (!isRejection(refusal)) throw new Error('It was accepted');
    expect(refusal).toMatchObject({ code, detail: { value: eId } });
    if (eId !== null) expect(refusal.message).toContain(eId);
  });

  it('and leaves the text that it was to change', () => {
    const before = whole(SECTIONS);
    consolidate(before, [repeal('sec_2'), repeal('sec_9')]);
    expect(before).toEqual(whole(SECTIONS));
  });
});

describe('A text', () => {
  const faultOf = (...text: Text) => faultOfText(text)?.code;

  it('is a tree in the order in which it is read', () => {
    expect(faultOfText(SECTIONS)).toBeUndefined();
    expect(faultOfText([])).toBeUndefined();
  });

  it('has each part behind its whole, and each eId once', () => {
    expect(faultOf(provision('sec_1__para_1', 'sec_1'), provision('sec_1'))).toBe('PROVISION_OUT_OF_PLACE');
    expect(faultOf(provision('sec_1'), provision('sec_2'), provision('sec_1__para_1', 'sec_1'))).toBe('PROVISION_OUT_OF_PLACE');
    expect(faultOf(provision('sec_1', 'sec_1'))).toBe('PROVISION_OUT_OF_PLACE');
    expect(faultOf(provision('sec_1'), provision('sec_1'))).toBe('PROVISION_EXISTS');
  });
});
