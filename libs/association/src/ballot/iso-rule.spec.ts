import fc from 'fast-check';
import { type Choice, type CountedVote, tally } from './iso-rule.js';

let member = 0;
const votes = (count: number, kind: CountedVote['kind'], choice: Choice, technicalReason: string | null = null): CountedVote[] =>
  Array.from({ length: count }, () => ({ party: `member-${member++}`, kind, choice, technicalReason }));

const P = (inFavour: number, against: number): CountedVote[] => [
  ...votes(inFavour, 'P_MEMBER', 'APPROVE'),
  ...votes(against, 'P_MEMBER', 'DISAPPROVE', 'clause 4 contradicts clause 7'),
];
const O = (inFavour: number, against: number): CountedVote[] => [
  ...votes(inFavour, 'O_MEMBER', 'APPROVE'),
  ...votes(against, 'O_MEMBER', 'DISAPPROVE', 'clause 4 contradicts clause 7'),
];
const met = (cast: readonly CountedVote[]) => Object.fromEntries(tally(cast).criteria.map((criterion) => [criterion.name, criterion.met]));

describe('The known results of DIS 29500', () => {
  it('in 2008, with 24 to 8 of the P-members and 61 to 10 of all, is approved', () => {
    const result = tally([...P(24, 8), ...O(37, 2), ...votes(9, 'P_MEMBER', 'ABSTAIN')]);
    expect(result).toMatchObject({ approved: true, pMembers: { inFavour: 24, against: 8 }, all: { inFavour: 61, against: 10 } });
    expect(result.stripped).toHaveLength(9);
  });

  it('in 2007, with 53 % of the P-members and 26 % of all votes negative, fails on both', () => {
    const cast = [...P(17, 15), ...O(34, 3)];
    expect(tally(cast)).toMatchObject({ approved: false, pMembers: { inFavour: 17, against: 15 }, all: { inFavour: 51, against: 18 } });
    expect(met(cast)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: false, ALL_NEGATIVE: false });
  });
});

describe('The rule', () => {
  it('is met by exactly two thirds of the P-members', () => {
    expect(tally([...P(2, 1), ...O(1, 0)]).approved).toBe(true);
    expect(tally([...P(20, 10), ...O(10, 0)]).approved).toBe(true);
  });

  it('is not met by one vote less than two thirds of the P-members', () => {
    const cast = [...P(19, 10), ...O(11, 0)];
    expect(met(cast)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: false, ALL_NEGATIVE: true });
    expect(tally(cast).approved).toBe(false);
  });

  it('is met by exactly one quarter of negative votes', () => {
    expect(tally(P(3, 1)).approved).toBe(true);
    expect(tally([...P(30, 0), ...O(0, 10)]).approved).toBe(true);
  });

  it('is not met by one negative vote more than one quarter', () => {
    const cast = [...P(30, 0), ...O(0, 11)];
    expect(met(cast)).toEqual({ VOTES_COUNTED: true, P_MEMBERS_IN_FAVOUR: true, ALL_NEGATIVE: false });
    expect(tally(cast).approved).toBe(false);
  });

  it('asks two thirds of P-members alone, and one quarter of all', () => {
    expect(tally([...P(2, 0), ...O(0, 1)])).toMatchObject({ approved: false, pMembers: { against: 0 }, all: { against: 1 } });
  });

  it('does not count a negative vote without a technical reason, and keeps it with the reason why', () => {
    const silent = votes(5, 'P_MEMBER', 'DISAPPROVE');
    const result = tally([...P(1, 0), ...silent]);
    expect(result.approved).toBe(true);
    expect(result.stripped).toEqual(
      silent
        .map(({ party }) => ({ party, choice: 'DISAPPROVE', reason: 'NEGATIVE_WITHOUT_TECHNICAL_REASON' }))
        .sort((a, b) => (a.party < b.party ? -1 : 1)),
    );
  });

  it('does not count an abstention', () => {
    const [abstained] = votes(1, 'P_MEMBER', 'ABSTAIN');
    expect(tally([...P(1, 0), abstained!]).stripped).toEqual([{ party: abstained!.party, choice: 'ABSTAIN', reason: 'ABSTENTION' }]);
  });

  it('does not approve a ballot without a countable vote', () => {
    for (const cast of [[], votes(3, 'P_MEMBER', 'ABSTAIN'), votes(3, 'P_MEMBER', 'DISAPPROVE')]) {
      expect(tally(cast).approved).toBe(false);
      expect(met(cast)).toMatchObject({ VOTES_COUNTED: false });
    }
  });

  it('shows the numbers of each criterion', () => {
    expect(tally([...P(2, 1), ...O(1, 0), ...votes(1, 'O_MEMBER', 'ABSTAIN')]).criteria).toEqual([
      { name: 'VOTES_COUNTED', votes: 4, outOf: 5, threshold: 'at least 1', met: true },
      { name: 'P_MEMBERS_IN_FAVOUR', votes: 2, outOf: 3, threshold: 'at least 2/3', met: true },
      { name: 'ALL_NEGATIVE', votes: 1, outOf: 4, threshold: 'at most 1/4', met: true },
    ]);
  });
});

describe('Whatever is cast', () => {
  const vote = fc.record({
    kind: fc.constantFrom('P_MEMBER' as const, 'O_MEMBER' as const),
    choice: fc.constantFrom('APPROVE' as const, 'DISAPPROVE' as const, 'ABSTAIN' as const),
    technicalReason: fc.option(fc.constant('clause 4 contradicts clause 7')),
  });
  const ballot = fc
    .array(vote, { maxLength: 60 })
    .map((cast): CountedVote[] => cast.map((each, index) => ({ party: `party-${index}`, ...each })));
  const countedNegative = ({ choice, technicalReason }: CountedVote) => choice === 'DISAPPROVE' && technicalReason !== null;

  it('the order of the votes does not matter', () => {
    const twoOrders = ballot.chain((cast) => fc.tuple(fc.constant(cast), fc.shuffledSubarray(cast, { minLength: cast.length })));
    fc.assert(fc.property(twoOrders, ([cast, shuffled]) => expect(tally(shuffled)).toEqual(tally(cast))));
  });

  it('turning a counted negative vote into a positive one never undoes an approval', () => {
    fc.assert(
      fc.property(ballot, fc.nat(), (cast, seed) => {
        const negatives = cast.filter(countedNegative);
        const turned = negatives[seed % Math.max(1, negatives.length)];
        const after = tally(cast.map((each) => (each === turned ? { ...each, choice: 'APPROVE' as const } : each)));
        return !tally(cast).approved || after.approved;
      }),
    );
  });

  it('every vote is counted or stripped, and the stripped ones do not change the result', () => {
    fc.assert(
      fc.property(ballot, (cast) => {
        const { all, stripped, approved } = tally(cast);
        expect(all.inFavour + all.against + stripped.length).toBe(cast.length);
        const away = new Set(stripped.map(({ party }) => party));
        expect(tally(cast.filter(({ party }) => !away.has(party))).approved).toBe(approved);
      }),
    );
  });

  it('it is approved exactly when the integers of the directive say so', () => {
    fc.assert(
      fc.property(ballot, (cast) => {
        const { pMembers, all, approved } = tally(cast);
        const byDirective =
          3 * pMembers.inFavour >= 2 * (pMembers.inFavour + pMembers.against) && 4 * all.against <= all.inFavour + all.against;
        expect(approved).toBe(byDirective && all.inFavour + all.against > 0);
      }),
    );
  });
});
