import { BUILT_IN_RULES } from './built-in.js';
import { count } from './count.js';
import type { Choice } from './rule.js';
import type { CountedVote, RollEntry, Tally } from './tally.js';
import { met, votes } from './testing/ballot-box.js';

const INTERESTS = ['general', 'producer', 'user'] as const;

/** A balanced group in which so many vote. */
function ballot(size: number, cast: Readonly<Record<Choice, number>>): Tally {
  const roll: readonly RollEntry[] = Array.from({ length: size }, (_, at) => ({
    party: `balloter-${String(at).padStart(3, '0')}`,
    kind: 'O_MEMBER',
    interest: INTERESTS[at % INTERESTS.length]!,
  }));
  const choices = (['APPROVE', 'DISAPPROVE', 'ABSTAIN'] as const).flatMap((choice) => Array<Choice>(cast[choice]).fill(choice));
  const returned = choices.map((choice, at): CountedVote => ({ ...votes(1, 'O_MEMBER', choice)[0]!, voter: roll[at]!.party }));
  return count(BUILT_IN_RULES.IEEE_SA, roll, returned);
}

describe('The rule IEEE_SA', () => {
  it('is met by exactly 75 % returned, and exactly 75 % of yes and no in favour', () => {
    const result = ballot(48, { APPROVE: 21, DISAPPROVE: 7, ABSTAIN: 8 });
    expect(result).toMatchObject({
      approved: true,
      all: { inFavour: 21, against: 7, abstained: 8 },
      pMembers: { inFavour: 0, against: 0, abstained: 0 },
      quorum: { votes: 36, outOf: 48, threshold: 'at least 3/4', met: true },
      criteria: [
        { name: 'VOTES_COUNTED', votes: 28, outOf: 36 },
        { name: 'IN_FAVOUR', votes: 21, outOf: 28, threshold: 'at least 3/4' },
        { name: 'ABSTENTIONS', votes: 8, outOf: 36, threshold: 'less than 3/10' },
      ],
    });
    expect(result.stripped).toEqual([]);
  });

  it('is not met by one ballot less than 75 %', () => {
    expect(ballot(48, { APPROVE: 35, DISAPPROVE: 0, ABSTAIN: 0 })).toMatchObject({ approved: false, quorum: { votes: 35, met: false } });
  });

  it('is not met by less than 75 % in favour', () => {
    const result = ballot(48, { APPROVE: 29, DISAPPROVE: 10, ABSTAIN: 0 });
    expect(met(result)).toEqual({ VOTES_COUNTED: true, IN_FAVOUR: false, ABSTENTIONS: true });
    expect(result.approved).toBe(false);
  });

  it('fails with exactly 30 % abstentions, and stands with less', () => {
    expect(ballot(30, { APPROVE: 21, DISAPPROVE: 0, ABSTAIN: 9 })).toMatchObject({
      approved: false,
      criteria: [{ met: true }, { met: true }, { met: false }],
    });
    expect(ballot(30, { APPROVE: 22, DISAPPROVE: 0, ABSTAIN: 8 }).approved).toBe(true);
  });

  it('counts a negative ballot with or without a reason', () => {
    expect(ballot(30, { APPROVE: 20, DISAPPROVE: 10, ABSTAIN: 0 }).approved).toBe(false);
  });

  it('lets no interest category be above one third of the roll; exactly one third may be', () => {
    const balanced = ballot(30, { APPROVE: 30, DISAPPROVE: 0, ABSTAIN: 0 });
    expect(balanced.balance).toEqual(
      INTERESTS.map((interest) => ({
        name: 'INTEREST_BALANCE',
        of: 'ALL',
        interest,
        votes: 10,
        outOf: 30,
        threshold: 'at most 1/3',
        met: true,
      })),
    );
    const lopsided = ballot(31, { APPROVE: 31, DISAPPROVE: 0, ABSTAIN: 0 });
    expect(lopsided).toMatchObject({
      approved: false,
      balance: [{ interest: 'general', votes: 11, met: false }, { met: true }, { met: true }],
    });
  });

  it('takes those who have named no interest as one category', () => {
    const cast = votes(9, 'O_MEMBER', 'APPROVE');
    const roll = cast.map(({ voter }, at): RollEntry => ({ party: voter, kind: 'O_MEMBER', interest: at < 5 ? null : INTERESTS[at % 2]! }));
    expect(count(BUILT_IN_RULES.IEEE_SA, roll, cast).balance?.at(-1)).toMatchObject({ interest: null, votes: 5, outOf: 9, met: false });
  });
});
