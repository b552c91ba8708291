import { given } from '@concord/kernel/testing';
import { textOfVersion, versionOn } from '@concord/legal-text';
import { DraftNorm, PublishNorm, ReviseDraft, WithdrawNorm } from './norm.commands.js';
import type { NormEvent } from './norm.events.js';
import { norm } from './norm.js';
import { normTimeline } from './norm-timeline.js';
import {
  ALONE,
  agency,
  amended,
  command,
  day,
  drafted,
  draftedWith,
  opened,
  otherAgency,
  provision,
  published,
  repealOf,
  substitute,
} from './testing/norms.js';

const en = (text: string) => [{ language: 'en', text }];

const draftToys = (body: Partial<DraftNorm> = {}) =>
  command(DraftNorm, {
    jurisdiction: 'US',
    documentType: 'regulation',
    titles: en('Toys'),
    hsCodes: ['9503'],
    provisions: [
      { eId: 'sec_1', text: en('Text of sec_1') },
      { eId: 'sec_2', text: en('Text of sec_2') },
    ],
    ...body,
  });
const publish = command(PublishNorm, { publishedOn: '2026-03-01', inForceFrom: '2026-06-01', zone: 'America/New_York' });

describe('A draft', () => {
  it('belongs to the agency that drafts it', () => {
    given(norm).when(draftToys(), { actor: agency }).then(drafted);
  });

  it('names each HS code once, in order', () => {
    given(norm)
      .when(draftToys({ hsCodes: ['95', '9503', '95'], provisions: [] }), { actor: agency })
      .then(draftedWith({ hsCodes: ['95', '9503'], provisions: [] }));
  });

  it('is a tree whose provisions say in their eIds what they are and where they stand', () => {
    const provisions = [
      { eId: 'part_1', heading: 'Scope' },
      { eId: 'part_1__art_1', number: 'Article 1', text: en('a') },
      { eId: 'part_1__art_1__para_a', text: en('b'), parent: 'part_1' },
    ];
    given(norm)
      .when(draftToys({ provisions }), { actor: agency })
      .then(
        draftedWith({
          provisions: [
            { ...provision('part_1'), kind: 'PART', headings: en('Scope'), text: [] },
            { ...provision('part_1__art_1', 'a', 'part_1'), kind: 'ARTICLE', number: 'Article 1' },
            { ...provision('part_1__art_1__para_a', 'b', 'part_1'), kind: 'PARAGRAPH' },
          ],
        }),
      );
  });

  it('is refused under an id that is taken', () => {
    given(norm, drafted).when(draftToys(), { actor: agency }).thenRejected('NORM_EXISTS', 'normId');
  });

  it('has each eId once, and each provision behind the one whose part it is', () => {
    const refused = (...provisions: DraftNorm['provisions'] & object) => given(norm).when(draftToys({ provisions }));
    refused({ eId: 'sec_1', text: en('a') }, { eId: 'sec_1', text: en('a') }).thenRejected('PROVISION_EXISTS', 'provisions');
    refused({ eId: 'sec_1' }, { eId: 'sec_2' }, { eId: 'sec_1__para_1' }).thenRejected('PROVISION_OUT_OF_PLACE', 'provisions');
    refused({ eId: 'sec_1', parent: 'sec_9' }).thenRejected('PROVISION_OUT_OF_PLACE', 'provisions');
  });

  it('states the authentic text first, in every provision', () => {
    const texts = [
      { language: 'fr', text: 'un' },
      { language: 'en', text: 'one' },
    ];
    given(norm)
      .when(draftToys({ provisions: [{ eId: 'sec_1', text: texts }] }))
      .thenRejected('AUTHENTIC_TEXT_MISSING', 'provisions')
      .when(draftToys({ provisions: [{ eId: 'sec_1', text: texts.toReversed() }] }), { actor: agency })
      .then(draftedWith({ provisions: [{ ...provision('sec_1'), text: texts.toReversed() }] }));
  });

  it.each([
    ['that is not CEL', 'transaction..'],
    ['that asks for what no transaction has', 'transaction.colour == "red"'],
    ['that gives no truth value', 'transaction.currency'],
    ['whose pattern could run without bound', 'transaction.currency.matches("(a+)+$")'],
  ])('is refused with a requirement %s', (_, mustHold) => {
    const requirement = { direction: 'IMPORT' as const, mustHold, onBreach: 'REFUSE' as const };
    given(norm)
      .when(draftToys({ provisions: [{ eId: 'sec_1', text: en('a'), requirement }] }))
      .thenRejected('FAULTY_REQUIREMENT', 'provisions');
  });

  it('is revised as a whole or in parts, and counts its revisions', () => {
    const revised = (revision: number, change: object): NormEvent => {
      const { titles, hsCodes, provisions, amendments } = { ...drafted.data, ...change };
      return { type: 'government.norm.DraftRevised', data: { revision, reason: 'comments', titles, hsCodes, provisions, amendments } };
    };
    given(norm, drafted)
      .when(command(ReviseDraft, { hsCodes: ['9503'], reason: 'nothing' }), { actor: agency })
      .thenNothing()
      .when(command(ReviseDraft, { hsCodes: ['95'], reason: 'comments' }), { actor: agency })
      .then(revised(2, { hsCodes: ['95'] }))
      .when(command(ReviseDraft, { provisions: [{ eId: 'sec_9', text: en('Text of sec_9') }], reason: 'comments' }), { actor: agency })
      .then(revised(3, { hsCodes: ['95'], provisions: [provision('sec_9')] }));
  });

  it('is not revised by others, nor while it is commented on, nor once it is adopted', () => {
    const revise = command(ReviseDraft, { hsCodes: ['95'], reason: 'comments' });
    given(norm, drafted).when(revise, { actor: otherAgency }).thenRejected('NOT_YOURS');
    given(norm, drafted, opened).when(revise, { actor: agency }).thenRejected('WRONG_STATUS');
    given(norm, drafted, published).when(revise, { actor: agency }).thenRejected('WRONG_STATUS');
  });

  it('can be withdrawn, and then not be published', () => {
    given(norm, drafted)
      .when(command(WithdrawNorm, { reason: 'superseded' }), { actor: agency })
      .then({ type: 'government.norm.NormWithdrawn', data: { reason: 'superseded' } })
      .when(publish, { actor: agency, facts: ALONE })
      .thenRejected('WRONG_STATUS');
  });
});

describe('The timeline of a norm', () => {
  const history: NormEvent[] = [
    drafted,
    published,
    amended('2026-07-01', substitute('sec_2', 'New text')),
    amended('2026-08-01', { operation: 'INSERT', provisions: [provision('sec_1a')], after: 'sec_1' }, repealOf('sec_1')),
    { type: 'government.norm.NormRepealed', data: { repealedFrom: day('2027-01-01'), reason: 'obsolete' } },
  ];
  const timeline = history.reduce(normTimeline.evolve, normTimeline.initialState);
  const textOn = (on: string) => {
    const version = versionOn(timeline, day(on))?.version;
    return { version, text: version === undefined ? undefined : textOfVersion(timeline, version)?.text };
  };

  it.each([
    ['2026-05-31', undefined, undefined],
    ['2026-06-01', 1, ['sec_1', 'sec_2']],
    ['2026-06-30', 1, ['sec_1', 'sec_2']],
    ['2026-07-01', 2, ['sec_1', 'sec_2']],
    ['2026-08-01', 3, ['sec_1a', 'sec_2']],
    ['2026-12-31', 3, ['sec_1a', 'sec_2']],
    ['2027-01-01', undefined, undefined],
  ])('gives the text in force on %s', (on, version, places) => {
    const found = textOn(on);
    expect(found.version).toBe(version);
    expect(found.text?.map(({ eId }) => eId)).toEqual(places);
  });

  it('knows the substituted words only from their day on', () => {
    const words = (on: string) => textOn(on).text?.find(({ eId }) => eId === 'sec_2')?.text[0]?.text;
    expect([words('2026-06-30'), words('2026-07-01')]).toEqual(['Text of sec_2', 'New text']);
  });
});
