import type { Duration, Rejection } from '@concord/kernel';
import fc from 'fast-check';
import { BUILT_IN_NAMES, BUILT_IN_RULES, withQuorum } from './built-in.js';
import { count } from './count.js';
import type { BallotRule, NumberCriterion, ShareCriterion } from './rule.js';
import type { RollEntry } from './tally.js';
import { anyRule, held } from './testing/arbitraries.js';
import { O, P, rollOf } from './testing/ballot-box.js';
import { faultOf } from './validate-rule.js';

const share = (numerator: number, denominator: number) => ({ numerator, denominator });

const inFavour: ShareCriterion = {
  kind: 'SHARE',
  name: 'IN_FAVOUR',
  of: 'ALL',
  votes: 'IN_FAVOUR',
  comparison: 'AT_LEAST',
  share: share(3, 5),
  outOf: 'DECIDED',
};
const experts: NumberCriterion = {
  kind: 'NUMBER',
  name: 'EXPERTS',
  of: 'P_MEMBERS',
  votes: 'WITH_EXPERTS',
  comparison: 'AT_LEAST',
  numbers: [
    { fromRoll: 0, number: 4 },
    { fromRoll: 17, number: 5 },
  ],
};
const own: BallotRule = {
  name: 'THREE_FIFTHS',
  source: 'Statutes, section 12',
  leavesOut: [],
  quorum: null,
  criteria: [inFavour],
  balance: null,
  extension: null,
  negativesMayTurn: false,
  appealTerm: 'P14D' as Duration,
};
const withShare = (changes: Partial<ShareCriterion>): BallotRule => ({ ...own, criteria: [{ ...inFavour, ...changes }] });
const withNumber = (changes: Partial<NumberCriterion>): BallotRule => ({ ...own, criteria: [{ ...experts, ...changes }] });

/** What a refusal says, in one line. */
const said = (fault: Rejection | undefined) => fault && [fault.code, fault.detail.field, fault.detail.value];
const refused = (rule: BallotRule, roll?: readonly RollEntry[]) => said(faultOf(rule, roll));

describe('A rule is accepted', () => {
  const balanced = Array.from({ length: 21 }, (_, at): RollEntry => ({ party: `party-${at}`, kind: 'P_MEMBER', interest: `i${at % 3}` }));

  it.each(BUILT_IN_NAMES)('that is built in: %s', (name) => {
    expect(faultOf(BUILT_IN_RULES[name])).toBeUndefined();
    expect(faultOf(BUILT_IN_RULES[name], balanced)).toBeUndefined();
    expect(faultOf(withQuorum(BUILT_IN_RULES[name], share(1, 1)), balanced)).toBeUndefined();
  });

  it('of one’s own', () => {
    expect(faultOf(own, rollOf(P(1, 0)))).toBeUndefined();
    expect(faultOf(withNumber({}), rollOf(P(4, 0)))).toBeUndefined();
    expect(faultOf({ ...own, appealTerm: 'PT0S' as Duration })).toBeUndefined();
  });

  it('with two criteria that meet in one point: exactly three fifths', () => {
    expect(faultOf({ ...own, criteria: [inFavour, { ...inFavour, name: 'NOT_MORE', comparison: 'AT_MOST' }] })).toBeUndefined();
  });

  it('with a share above 1 of what it is no part of: twice as many in favour as against', () => {
    expect(faultOf(withShare({ share: share(2, 1), outOf: 'AGAINST' }))).toBeUndefined();
  });
});

describe('A rule is malformed', () => {
  it.each<[string, BallotRule, string, unknown]>([
    ['without a criterion', { ...own, criteria: [] }, 'rule.criteria', 0],
    ['with 21', { ...own, criteria: Array.from({ length: 21 }, (_, at) => ({ ...inFavour, name: `C${at}` })) }, 'rule.criteria', 21],
    ['with a denominator of 0', withShare({ share: share(1, 0) }), 'rule.criteria.0.share.denominator', 0],
    ['with a negative numerator', withShare({ share: share(-1, 2) }), 'rule.criteria.0.share.numerator', -1],
    ['with a half in a share', withShare({ share: share(0.5, 2) }), 'rule.criteria.0.share.numerator', 0.5],
    ['with a share that is no number', withShare({ share: share(Number.NaN, 2) }), 'rule.criteria.0.share.numerator', Number.NaN],
    ['with a number beyond a million', withShare({ share: share(1, 1e7) }), 'rule.criteria.0.share.denominator', 1e7],
    ['with a name in small letters', withShare({ name: 'in favour' }), 'rule.criteria.0.name', 'in favour'],
    ['with a name of its own that is none', { ...own, name: '_X' }, 'rule.name', '_X'],
    ['with a name of 65 characters', { ...own, name: 'A'.repeat(65) }, 'rule.name', 'A'.repeat(64)],
    ['with one name for two criteria', { ...own, criteria: [inFavour, inFavour] }, 'rule.criteria.1.name', 'IN_FAVOUR'],
    ['with the name of a criterion for the quorum', { ...own, quorum: inFavour }, 'rule.quorum.name', 'IN_FAVOUR'],
    ['with the name that every ballot has', withShare({ name: 'VOTES_COUNTED' }), 'rule.criteria.0.name', 'VOTES_COUNTED'],
    ['with a measure that is none', withShare({ votes: 'PRAYERS' as never }), 'rule.criteria.0.votes', 'PRAYERS'],
    ['with numbers that do not begin at 0', withNumber({ numbers: [{ fromRoll: 1, number: 4 }] }), 'rule.criteria.0.numbers.0.fromRoll', 1],
    [
      'with numbers that do not ascend',
      withNumber({ numbers: [0, 17, 17].map((fromRoll) => ({ fromRoll, number: 1 })) }),
      'rule.criteria.0.numbers.2.fromRoll',
      17,
    ],
    ['without a number', withNumber({ numbers: [] }), 'rule.criteria.0.numbers', 0],
    ['with half a number', withNumber({ numbers: [{ fromRoll: 0, number: 1.5 }] }), 'rule.criteria.0.numbers.0.number', 1.5],
    ['that leaves out the same twice', { ...own, leavesOut: ['ABSTENTION', 'ABSTENTION'] }, 'rule.leavesOut.1', 'ABSTENTION'],
    [
      'that counts abstentions and leaves them out',
      { ...withShare({ votes: 'ABSTAINED', comparison: 'AT_MOST', outOf: 'RETURNED' }), leavesOut: ['ABSTENTION'] },
      'rule.criteria.0.votes',
      'ABSTAINED',
    ],
    ['that is extended, and has no quorum', { ...own, extension: { by: 'P1D' as Duration, times: 1 } }, 'rule.extension', 'P1D'],
    [
      'with an extension of nothing',
      { ...withQuorum(own, share(1, 2)), extension: { by: 'PT0S' as Duration, times: 1 } },
      'rule.extension.by',
      'PT0S',
    ],
    [
      'with an extension of years',
      { ...withQuorum(own, share(1, 2)), extension: { by: 'P2Y' as Duration, times: 1 } },
      'rule.extension.by',
      'P2Y',
    ],
    [
      'with extensions for ever',
      { ...withQuorum(own, share(1, 2)), extension: { by: 'P1D' as Duration, times: 13 } },
      'rule.extension.times',
      13,
    ],
    ['with a term that is none', { ...own, appealTerm: 'soon' as Duration }, 'rule.appealTerm', 'soon'],
    ['with a term beyond the calendar', { ...own, appealTerm: 'P9999999Y' as Duration }, 'rule.appealTerm', 'P9999999Y'],
    ['with a source of a million characters', { ...own, source: 'x'.repeat(1e6) }, 'rule.source', `${'x'.repeat(60)}…`],
    ['with a balance over 0', { ...own, balance: share(1, 0) }, 'rule.balance.denominator', 0],
  ])('%s', (_, rule, field, value) => {
    expect(refused(rule)).toEqual(['RULE_MALFORMED', field, value]);
    expect(faultOf(rule)?.detail.rule).toBe('docs/ballot-rules.md');
  });
});

describe('A rule cannot be met', () => {
  it.each<[string, BallotRule, string, unknown]>([
    ['with a quorum above the electorate', withQuorum(own, share(5, 4)), 'rule.quorum.share', '5/4'],
    ['with more than all in favour', withShare({ comparison: 'MORE_THAN', share: share(1, 1) }), 'rule.criteria.0.share', '1/1'],
    ['with 101 of 100 in favour', withShare({ share: share(101, 100) }), 'rule.criteria.0.share', '101/100'],
    [
      'with less than none against',
      withShare({ votes: 'AGAINST', comparison: 'LESS_THAN', share: share(0, 1) }),
      'rule.criteria.0.share',
      '0/1',
    ],
    [
      'with less than 0',
      withNumber({ comparison: 'LESS_THAN', numbers: [{ fromRoll: 0, number: 0 }] }),
      'rule.criteria.0.numbers.0.number',
      0,
    ],
    [
      'with fewer votes cast than are in favour',
      withShare({ votes: 'RETURNED', comparison: 'AT_MOST', share: share(9, 10), outOf: 'IN_FAVOUR' }),
      'rule.criteria.0.share',
      '9/10',
    ],
    [
      'with two shares that exclude each other',
      { ...own, criteria: [inFavour, { ...inFavour, name: 'NOT_TOO_MANY', comparison: 'LESS_THAN' }] },
      'rule.criteria.1',
      'NOT_TOO_MANY',
    ],
    [
      'with three fifths in favour, and as many against',
      { ...own, criteria: [inFavour, { ...inFavour, name: 'AGAINST', votes: 'AGAINST' }] },
      'rule.criteria.1',
      'AGAINST',
    ],
    [
      'with two numbers that exclude each other on any roll',
      { ...own, criteria: [experts, { ...experts, name: 'FEW', comparison: 'AT_MOST', numbers: [{ fromRoll: 0, number: 3 }] }] },
      'rule.criteria.1',
      'FEW',
    ],
    ['with a balance of 0', { ...own, balance: share(0, 1) }, 'rule.balance', '0'],
  ])('%s', (_, rule, field, value) => {
    expect(refused(rule)).toEqual(['RULE_CANNOT_BE_MET', field, value]);
  });

  it('with a quorum of ten voters, by nine', () => {
    const ten: BallotRule = {
      ...own,
      quorum: {
        kind: 'NUMBER',
        name: 'QUORUM',
        of: 'ALL',
        votes: 'RETURNED',
        comparison: 'AT_LEAST',
        numbers: [{ fromRoll: 0, number: 10 }],
      },
    };
    expect(faultOf(ten)).toBeUndefined();
    expect(faultOf(ten, rollOf(P(10, 0)))).toBeUndefined();
    expect(refused(ten, rollOf(P(9, 0)))).toEqual(['RULE_CANNOT_BE_MET', 'rule.quorum.numbers.0.number', 10]);
    expect(faultOf(ten, rollOf(P(9, 0)))?.message).toBe('The roll has 9 voters, and the rule asks at least 10');
  });

  it('with more than nine voters, by nine', () => {
    const tenVote = withNumber({ of: 'ALL', votes: 'RETURNED', comparison: 'MORE_THAN', numbers: [{ fromRoll: 0, number: 9 }] });
    expect(refused(tenVote, rollOf(O(9, 0)))).toEqual(['RULE_CANNOT_BE_MET', 'rule.criteria.0.numbers.0.number', 9]);
    expect(faultOf(tenVote, rollOf(O(10, 0)))).toBeUndefined();
  });

  it('with experts of four P-members, by three', () => {
    expect(refused(BUILT_IN_RULES.ISO_IEC_NP, rollOf([...P(3, 0), ...O(9, 0)]))).toEqual([
      'RULE_CANNOT_BE_MET',
      'rule.criteria.1.numbers.0.number',
      4,
    ]);
  });

  it('where it asks P-members, and the roll has none', () => {
    expect(refused(BUILT_IN_RULES.ISO_IEC_DIS, rollOf(O(9, 0)))).toEqual(['RULE_CANNOT_BE_MET', 'rule.criteria.0.of', 'P_MEMBERS']);
    expect(refused(own, [])).toEqual(['RULE_CANNOT_BE_MET', 'rule.criteria.0.of', 'ALL']);
  });

  it('by a roll on which an interest category is too large, which no vote can mend', () => {
    const fault = faultOf(BUILT_IN_RULES.IEEE_SA, rollOf(P(9, 0)));
    expect(said(fault)).toEqual(['RULE_CANNOT_BE_MET', 'rule.balance', '9/9']);
    expect(fault?.message).toBe('9 of the 9 voters on the roll have named no interest category; the rule asks at most 1/3');
  });
});

test('a field at fault is named as the input names it', () => {
  expect(faultOf({ ...own, criteria: [] }, undefined, 'input.rule.own')?.detail.field).toBe('input.rule.own.criteria');
});

test('no ballot is ever approved under a rule that was said to be impossible', () => {
  let found = 0;
  fc.assert(
    fc.property(anyRule, held, (rule, { roll, votes }) => {
      const impossible = faultOf(rule, roll)?.code === 'RULE_CANNOT_BE_MET';
      const { approved, criteria, quorum } = count(rule, roll, votes);
      // Of nothing every share is 0; a share of nothing proves nothing.
      const ofNothing = [...criteria, ...(quorum ? [quorum] : [])].some(({ outOf }) => outOf === 0);
      if (impossible) found += 1;
      expect(impossible && approved && !ofNothing).toBe(false);
    }),
    { numRuns: 1_000 },
  );
  expect(found).toBeGreaterThan(100);
});
