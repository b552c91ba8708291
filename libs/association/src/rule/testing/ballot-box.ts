import type { MemberKind } from '../../committee/committee.events.js';
import { count } from '../count.js';
import type { BallotRule, Choice } from '../rule.js';
import type { CountedVote, RollEntry, Tally } from '../tally.js';

export const REASON = 'clause 4 contradicts clause 7';

let voters = 0;

/** So many votes of voters that have none yet. */
export const votes = (many: number, kind: MemberKind, choice: Choice, more: Partial<CountedVote> = {}): readonly CountedVote[] =>
  Array.from({ length: many }, () => ({
    voter: `party-${String(voters++).padStart(5, '0')}`,
    kind,
    interest: null,
    choice,
    technicalReason: null,
    experts: 0,
    ...more,
  }));

/** P-members in favour, against with a reason, and abstaining. */
export const P = (inFavour: number, against: number, abstained = 0): readonly CountedVote[] =>
  cast('P_MEMBER', inFavour, against, abstained);

/** The same of O-members. */
export const O = (inFavour: number, against: number, abstained = 0): readonly CountedVote[] =>
  cast('O_MEMBER', inFavour, against, abstained);

const cast = (kind: MemberKind, inFavour: number, against: number, abstained: number): readonly CountedVote[] => [
  ...votes(inFavour, kind, 'APPROVE'),
  ...votes(against, kind, 'DISAPPROVE', { technicalReason: REASON }),
  ...votes(abstained, kind, 'ABSTAIN'),
];

/** Those who have voted, and so many P-members who have not. */
export const rollOf = (cast: readonly CountedVote[], silent = 0): readonly RollEntry[] =>
  [...cast, ...votes(silent, 'P_MEMBER', 'ABSTAIN')].map(({ voter, kind, interest }) => ({ party: voter, kind, interest }));

/** The result where so many P-members have not voted. */
export const counted = (rule: BallotRule, cast: readonly CountedVote[], silent = 0): Tally => count(rule, rollOf(cast, silent), cast);

/** Which criteria are met, by name. */
export const met = ({ criteria }: Tally): Readonly<Record<string, boolean>> =>
  Object.fromEntries(criteria.map((criterion) => [criterion.name, criterion.met]));
