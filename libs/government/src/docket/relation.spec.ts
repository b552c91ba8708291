import type { Instant, TimeZone } from '@concord/kernel';
import { type Related, type Relation, relationsOf } from './relation.js';

let next = 0;
/** A document of a docket; what is left out does not matter to the test. */
function document(title: string, postedOn: string, more: Partial<Related> = {}): Related {
  return {
    documentId: `D-${next++}`,
    documentType: 'Proposed Rule',
    subtype: null,
    title,
    registerNumber: null,
    postedAt: `${postedOn}T05:00:00.000Z` as Instant,
    zone: 'America/New_York' as TimeZone,
    commentsUntil: null,
    withdrawn: false,
    ...more,
  };
}
const until = (day: string) => ({ commentsUntil: `${day}T04:59:59.000Z` as Instant });
const rule = { documentType: 'Rule' };

const unresolved = (...candidates: readonly Related[]): Relation => ({
  relation: 'UNRESOLVED',
  to: null,
  basis: null,
  candidates: candidates.map(({ documentId }) => documentId),
});
const found = (relation: Relation['relation'], to: Related, basis: Relation['basis']): Relation => ({
  relation,
  to: to.documentId,
  basis,
  candidates: [],
});

/** Whatever the order in which they are filed. */
function relationOf(asked: Related, ...documents: readonly Related[]): Relation | undefined {
  const answers = [documents, documents.toReversed()].map((filed) => relationsOf([...filed, asked]).get(asked.documentId));
  expect(answers[1]).toEqual(answers[0]);
  return answers[0];
}

describe('The relation of a document to others of its docket', () => {
  const proposal = document('Safety Standard for Toys', '2020-01-10', until('2020-03-10'));

  test('an extension is about what took comments then, not about what was over', () => {
    const earlier = document('Toys; Request for Information', '2018-01-10', until('2018-03-10'));
    const extension = document('Toy Standards; Extension of Comment Period', '2020-02-20', until('2020-04-10'));
    expect(relationOf(extension, earlier, proposal)).toEqual(found('EXTENDS', proposal, 'DOCKET'));
  });

  test('the subtype says what a title does not', () => {
    const extension = document('Safety Standard for Toys', '2020-02-20', { subtype: 'Extension of Comment Period' });
    expect(relationOf(extension, proposal)).toEqual(found('EXTENDS', proposal, 'DOCKET'));
    const reopening = document('Safety Standard for Toys', '2020-06-20', { subtype: 'Reopening of Comment Period' });
    expect(relationOf(reopening, proposal)).toEqual(found('REOPENS', proposal, 'DOCKET'));
    const withdrawal = document('Safety Standard for Toys', '2020-07-20', { subtype: 'Withdrawal' });
    expect(relationOf(withdrawal, proposal)).toEqual(found('WITHDRAWS', proposal, 'DOCKET'));
  });

  test('a title that repeats, without a word for what it does, is not guessed', () => {
    const again = document('Safety Standard for Toys', '2020-02-20', until('2020-04-10'));
    expect(relationOf(again, proposal)).toEqual(unresolved(proposal));
  });

  test('a final rule makes the proposal final that has its subject, and the next one another', () => {
    const cribs = document('Safety Standard for Cribs', '2020-01-10');
    const final = document('Final Rule: Safety Standards for Toys', '2021-01-10', rule);
    const other = document('Safety Standard for Cribs', '2021-01-10', rule);
    expect(relationOf(final, proposal, cribs, other)).toEqual(found('FINALISES', proposal, 'TITLE'));
    expect(relationOf(other, proposal, cribs, final)).toEqual(found('FINALISES', cribs, 'TITLE'));
    const later = document('Safety Standard for Toys', '2023-01-10', rule);
    expect(relationOf(later, proposal, final)).toBeUndefined();
  });

  test('a final rule under another title than the only proposal is not guessed', () => {
    const final = document('Magnets; Incorporation by Reference', '2021-01-10', rule);
    expect(relationOf(final, proposal)).toEqual(unresolved(proposal));
  });

  test('a rule that asked for comments is made final by one of the same subject that asks for none', () => {
    const interim = document('Trade Agreement', '2020-01-10', { ...rule, ...until('2020-03-10') });
    const final = document('Trade  Agreements', '2021-01-10', rule);
    expect(relationOf(final, interim)).toEqual(found('FINALISES', interim, 'TITLE'));
    const another = document('Trade Agreement', '2021-01-10', { ...rule, ...until('2021-03-10') });
    expect(relationOf(another, interim)).toBeUndefined();
  });

  test('of proposals with the same subject the latest is made final', () => {
    const supplemental = document('Supplemental Notice of Proposed Rulemaking: Safety Standard for Toys', '2020-08-10');
    const final = document('Safety Standard for Toys', '2021-01-10', rule);
    expect(relationOf(supplemental, proposal)).toEqual(found('SUPPLEMENTS', proposal, 'DOCKET'));
    expect(relationOf(final, proposal, supplemental)).toEqual(found('FINALISES', supplemental, 'TITLE'));
  });

  test.each([
    ['2010-13080', 'C1-2010-13080'],
    ['2011-09421', 'C1-2011-9421'],
    ['E9-20590', 'Z9-20590'],
    ['07-00997', 'C7-00997'],
    ['E8–26964', 'Z8-26964'],
  ])('%s is corrected by %s, whatever the titles', (number, correctedBy) => {
    const first = document('Toys', '2010-01-10', { registerNumber: number });
    const other = document('Toys', '2010-01-11', { registerNumber: '2010-11111' });
    const correction = document('Something else', '2010-02-10', { registerNumber: correctedBy });
    expect(relationOf(correction, first, other)).toEqual(found('CORRECTS', first, 'REGISTER_NUMBER'));
  });

  test('a correction without such a number corrects a text of its type', () => {
    const final = document('Safety Standard for Toys', '2021-01-10', rule);
    const correction = document('Safety Standard for Toys; Correction', '2021-02-10', rule);
    expect(relationOf(correction, proposal, final)).toEqual(found('CORRECTS', final, 'DOCKET'));
    const other = document('Third Party Testing', '2021-01-10', rule);
    expect(relationOf(correction, proposal, final, other)).toEqual(found('CORRECTS', final, 'TITLE'));
    expect(relationOf(document('Entry of Merchandise; CFR Correction', '2021-02-10', rule))).toEqual(unresolved());
  });

  test('the same number again is the same document again', () => {
    const first = document('Flights', '2016-03-21', { ...rule, registerNumber: '2016-06371' });
    const again = document('Flights', '2016-03-21', { ...rule, registerNumber: '2016-06371' });
    expect(relationsOf([first, again]).get(again.documentId)).toEqual(found('REPEATS', first, 'REGISTER_NUMBER'));
  });

  test.each([
    'Extension of Port Limits of Dayton, OH',
    'Extension of Import Restrictions on Archaeological Material',
    'Technical Corrections to Customs Regulations',
    'Matters Subject to Protest; Technical Corrections',
    'Substantial Product Hazard List: Extension Cords',
    'Cigarette Lighters; Extension of Time To Issue Proposed Rule',
  ])('“%s” is about goods and places, and stands by itself', (title) => {
    expect(relationOf(document(title, '2020-05-10'), proposal)).toBeUndefined();
  });

  test('what was withdrawn is about nothing, and nothing is about it', () => {
    const gone = document('Safety Standard for Toys', '2020-01-10', { withdrawn: true });
    const extension = document('Toys; Extension of Comment Period', '2020-02-20');
    expect(relationOf(extension, gone)).toEqual(unresolved());
    expect(relationOf({ ...extension, withdrawn: true }, proposal)).toBeUndefined();
  });

  test('the word of the agency goes before, and others follow from it', () => {
    const magnets = document('Magnets', '2020-01-11');
    const final = document('Small Parts', '2021-01-10', rule);
    const stated: Relation = { relation: 'FINALISES', to: proposal.documentId, basis: 'AGENCY', candidates: [] };
    const next = document('Safety Standard for Toys', '2022-01-10', rule);
    const relations = relationsOf([proposal, magnets, final, next], new Map([[final.documentId, stated]]));
    expect(relations.get(final.documentId)).toBe(stated);
    expect(relations.get(next.documentId)).toEqual(unresolved(magnets));
  });
});
