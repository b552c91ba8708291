import { BUILT_IN_NAMES, BUILT_IN_RULES, withQuorum } from './built-in.js';
import { count } from './count.js';
import type { BallotRule } from './rule.js';
import type { CountedVote } from './tally.js';
import { counted, met, O, P, rollOf, votes } from './testing/ballot-box.js';

const { ISO_IEC_NP, ISO_IEC_CD, ISO_IEC_DIS, ISO_IEC_FDIS, SIMPLE_MAJORITY, TWO_THIRDS, UNANIMITY, CONSENSUS } = BUILT_IN_RULES;
const approved = (rule: BallotRule, cast: readonly CountedVote[], silent = 0): boolean => counted(rule, cast, silent).approved;

describe('The known results of DIS 29500', () => {
  it('in 2008, with 24 to 8 of the P-members and 61 to 10 of all, is approved', () => {
    const result = counted(ISO_IEC_DIS, [...P(24, 8, 9), ...O(37, 2)]);
    expect(result).toMatchObject({ approved: true, pMembers: { inFavour: 24, against: 8 }, all: { inFavour: 61, against: 10 } });
    expect(result.stripped).toHaveLength(9);
  });

  it('in 2007, with 53 % of the P-members and 26 % of all votes negative, fails on both', () => {
    const result = counted(ISO_IEC_DIS, [...P(17, 15), ...O(34, 3)]);
    expect(result).toMatchObject({ approved: false, pMembers: { inFavour: 17, against: 15 }, all: { inFavour: 51, against: 18 } });
    expect(met(result)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: false, ALL_NEGATIVE: false });
  });
});

describe.each([ISO_IEC_DIS, ISO_IEC_FDIS])('The rule $name', (rule) => {
  it('is met by exactly two thirds of the P-members', () => {
    expect(approved(rule, [...P(2, 1), ...O(1, 0)])).toBe(true);
    expect(approved(rule, [...P(20, 10), ...O(10, 0)])).toBe(true);
  });

  it('is not met by one vote less than two thirds of the P-members', () => {
    const result = counted(rule, [...P(19, 10), ...O(11, 0)]);
    expect(met(result)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: false, ALL_NEGATIVE: true });
    expect(result.approved).toBe(false);
  });

  it('is met by exactly one quarter of negative votes', () => {
    expect(approved(rule, P(3, 1))).toBe(true);
    expect(approved(rule, [...P(30, 0), ...O(0, 10)])).toBe(true);
  });

  it('is not met by one negative vote more than one quarter', () => {
    const result = counted(rule, [...P(30, 0), ...O(0, 11)]);
    expect(met(result)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: true, ALL_NEGATIVE: false });
    expect(result.approved).toBe(false);
  });

  it('asks two thirds of P-members alone, and one quarter of all', () => {
    expect(counted(rule, [...P(2, 0), ...O(0, 1)])).toMatchObject({ approved: false, pMembers: { against: 0 }, all: { against: 1 } });
  });

  it('does not count a negative vote without a technical reason, and keeps it with the reason why', () => {
    const silent = votes(5, 'P_MEMBER', 'DISAPPROVE');
    const result = counted(rule, [...P(1, 0), ...silent].reverse());
    expect(result.approved).toBe(true);
    expect(result.stripped).toEqual(
      silent.map(({ voter }) => ({ voter, choice: 'DISAPPROVE', reason: 'NEGATIVE_WITHOUT_TECHNICAL_REASON' })),
    );
  });

  it('does not count an abstention', () => {
    const [abstained] = votes(1, 'P_MEMBER', 'ABSTAIN');
    expect(counted(rule, [...P(1, 0), abstained!]).stripped).toEqual([
      { voter: abstained!.voter, choice: 'ABSTAIN', reason: 'ABSTENTION' },
    ]);
  });

  it('shows the numbers of each criterion', () => {
    expect(counted(rule, [...P(2, 1), ...O(1, 0, 1)], 7)).toMatchObject({
      criteria: [
        { name: 'VOTES_COUNTED', of: 'ALL', votes: 4, outOf: 5, threshold: 'at least 1', met: true },
        { name: 'P_MEMBERS_IN_FAVOUR', of: 'P_MEMBERS', votes: 2, outOf: 3, threshold: 'at least 2/3', met: true },
        { name: 'ALL_NEGATIVE', of: 'ALL', votes: 1, outOf: 4, threshold: 'at most 1/4', met: true },
      ],
      quorum: null,
      balance: null,
    });
  });
});

describe('The rule ISO_IEC_CD', () => {
  it('asks exactly two thirds of the P-members voting, and nothing of the others', () => {
    expect(approved(ISO_IEC_CD, [...P(2, 1, 5), ...O(0, 9)])).toBe(true);
    expect(approved(ISO_IEC_CD, [...P(19, 10), ...O(99, 0)])).toBe(false);
  });

  it('is not met where no P-member votes in favour or against, whatever others vote', () => {
    const result = counted(ISO_IEC_CD, [...P(0, 0, 3), ...O(9, 0)]);
    expect(result.approved).toBe(false);
    expect(result.criteria[0]).toMatchObject({ name: 'VOTES_COUNTED', of: 'P_MEMBERS', votes: 0, outOf: 3, met: false });
  });
});

describe('The rule ISO_IEC_NP', () => {
  const withExperts = (many: number, experts = 1) => votes(many, 'P_MEMBER', 'APPROVE', { experts });

  it('asks experts of 4 P-members where the committee has 16', () => {
    expect(approved(ISO_IEC_NP, [...withExperts(4), ...P(4, 4)], 4)).toBe(true);
    const result = counted(ISO_IEC_NP, [...withExperts(3), ...P(5, 4)], 4);
    expect(met(result)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: true, P_MEMBERS_WITH_EXPERTS: false });
    expect(result.criteria.at(-1)).toMatchObject({ votes: 3, outOf: 16, threshold: 'at least 4' });
  });

  it('asks experts of 5 P-members from 17 on', () => {
    expect(counted(ISO_IEC_NP, [...withExperts(4), ...P(4, 4)], 5).criteria.at(-1)).toMatchObject({
      votes: 4,
      outOf: 17,
      threshold: 'at least 5',
      met: false,
    });
    expect(approved(ISO_IEC_NP, [...withExperts(5), ...P(3, 4)], 5)).toBe(true);
  });

  it('counts as the committee the P-members alone', () => {
    expect(approved(ISO_IEC_NP, [...withExperts(4), ...O(3, 0)], 12)).toBe(true);
  });

  it('asks members that commit themselves, not experts: one that names four is one', () => {
    expect(approved(ISO_IEC_NP, [...withExperts(1, 4), ...P(7, 0)])).toBe(false);
  });

  it('takes no experts from O-members, nor from who is against', () => {
    const against = votes(1, 'P_MEMBER', 'DISAPPROVE', { experts: 3, technicalReason: 'there is one already' });
    const observers = votes(9, 'O_MEMBER', 'APPROVE', { experts: 1 });
    expect(counted(ISO_IEC_NP, [...withExperts(3), ...against, ...observers], 5).criteria.at(-1)).toMatchObject({ votes: 3, met: false });
  });

  it('asks two thirds of the P-members voting', () => {
    expect(approved(ISO_IEC_NP, [...withExperts(6), ...P(0, 3, 4)])).toBe(true);
    expect(approved(ISO_IEC_NP, [...withExperts(5), ...P(0, 3, 4)])).toBe(false);
  });

  it('does not count a negative vote without a justification', () => {
    expect(approved(ISO_IEC_NP, [...withExperts(4), ...votes(9, 'P_MEMBER', 'DISAPPROVE')], 3)).toBe(true);
  });
});

describe('The rule SIMPLE_MAJORITY', () => {
  it('is met by one vote more in favour than against, abstentions aside', () => {
    expect(approved(SIMPLE_MAJORITY, [...P(2, 1, 50), ...O(0, 0, 9)])).toBe(true);
    expect(approved(SIMPLE_MAJORITY, P(1, 0, 50))).toBe(true);
  });

  it('is not met by as many', () => {
    expect(approved(SIMPLE_MAJORITY, P(7, 7))).toBe(false);
  });

  it('counts a negative vote without a reason', () => {
    expect(approved(SIMPLE_MAJORITY, [...P(1, 0), ...votes(1, 'O_MEMBER', 'DISAPPROVE')])).toBe(false);
  });
});

describe('The rule TWO_THIRDS', () => {
  it('is met by exactly two thirds of those in favour and against', () => {
    expect(approved(TWO_THIRDS, P(100, 50, 40))).toBe(true);
    expect(approved(TWO_THIRDS, P(99, 50))).toBe(false);
    expect(approved(TWO_THIRDS, P(101, 51))).toBe(false);
  });
});

describe('The rule UNANIMITY', () => {
  it('is met where all who decide are in favour', () => {
    expect(approved(UNANIMITY, P(9, 0, 3))).toBe(true);
    expect(approved(UNANIMITY, [...P(9, 0), ...votes(1, 'O_MEMBER', 'DISAPPROVE')])).toBe(false);
  });
});

describe('The rule CONSENSUS', () => {
  it('is met where nobody sustains an objection, which has a reason', () => {
    expect(approved(CONSENSUS, [...P(3, 0, 2), ...votes(4, 'P_MEMBER', 'DISAPPROVE')])).toBe(true);
  });

  it('is not met with one objection among hundreds', () => {
    const result = counted(CONSENSUS, [...P(300, 0), ...O(0, 1)]);
    expect(result.approved).toBe(false);
    expect(result.criteria.at(-1)).toMatchObject({ name: 'SUSTAINED_OBJECTIONS', votes: 1, threshold: 'at most 0', met: false });
  });
});

describe('Any rule that is built in', () => {
  it.each(BUILT_IN_NAMES)('%s is not met without a vote in favour or against that counts', (name) => {
    const rule = { ...BUILT_IN_RULES[name], balance: null };
    for (const cast of [[], [...P(0, 0, 3), ...O(0, 0, 3)]]) {
      expect(counted(rule, cast)).toMatchObject({
        approved: false,
        criteria: [{ name: 'VOTES_COUNTED', votes: 0, met: false }, ...rule.criteria.map(() => ({}))],
      });
    }
  });

  it.each([ISO_IEC_NP, ISO_IEC_DIS, ISO_IEC_FDIS, CONSENSUS])('$name is not met by negative votes without a reason alone', (rule) => {
    expect(met(counted(rule, votes(3, 'P_MEMBER', 'DISAPPROVE')))).toMatchObject({ VOTES_COUNTED: false });
  });

  it.each(BUILT_IN_NAMES)('%s has its own name', (name) => {
    expect(BUILT_IN_RULES[name].name).toBe(name);
  });
});

describe('A quorum', () => {
  const half = withQuorum(SIMPLE_MAJORITY, { numerator: 1, denominator: 2 });

  it('is reached by exactly its share of the roll, abstentions included', () => {
    const result = counted(half, P(1, 0, 4), 5);
    expect(result).toMatchObject({
      approved: true,
      quorum: { name: 'QUORUM', of: 'ALL', votes: 5, outOf: 10, threshold: 'at least 1/2', met: true },
    });
  });

  it('that is not reached leaves nothing approved', () => {
    const result = counted(half, P(5, 0), 6);
    expect(result).toMatchObject({ approved: false, quorum: { votes: 5, outOf: 11, met: false } });
    expect(met(result)).toEqual({ VOTES_COUNTED: true, IN_FAVOUR: true });
  });

  it('is one of P-members where the rule asks them alone', () => {
    const rule = withQuorum(ISO_IEC_CD, { numerator: 1, denominator: 2 });
    expect(counted(rule, [...P(4, 0), ...O(9, 0)], 5)).toMatchObject({ approved: false, quorum: { of: 'P_MEMBERS', votes: 4, outOf: 9 } });
  });
});

describe('A count', () => {
  it('knows numbers that no float holds', () => {
    const share = { numerator: 999_999, denominator: 1_000_000 };
    const rule: BallotRule = {
      ...SIMPLE_MAJORITY,
      criteria: [
        { kind: 'SHARE', name: 'EXPERTS', of: 'ALL', votes: 'EXPERTS', comparison: 'LESS_THAN', share, outOf: 'EXPERTS' },
        { kind: 'NUMBER', name: 'MANY', of: 'ALL', votes: 'EXPERTS', comparison: 'MORE_THAN', numbers: [{ fromRoll: 0, number: 2 ** 52 }] },
      ],
    };
    const cast = votes(1, 'P_MEMBER', 'APPROVE', { experts: 2 ** 52 + 1 });
    expect(met(count(rule, rollOf(cast), cast))).toEqual({ VOTES_COUNTED: true, EXPERTS: false, MANY: true });
  });

  it('changes neither the roll nor the votes', () => {
    const cast = Object.freeze([...P(2, 1, 2), ...O(0, 1, 1)].reverse());
    const roll = Object.freeze([...rollOf(cast)]);
    expect(count(ISO_IEC_DIS, roll, cast)).toEqual(count(ISO_IEC_DIS, roll, cast));
  });
});
