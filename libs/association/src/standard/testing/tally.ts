import { BUILT_IN_RULES } from '../../rule/built-in.js';
import { count } from '../../rule/count.js';
import type { Choice } from '../../rule/rule.js';
import type { Tally } from '../../rule/tally.js';

/** The result of a ballot in which one P-member votes, with its reasons. */
export function tallyOf(choice: Choice): Tally {
  const voter = { kind: 'P_MEMBER' as const, interest: null };
  const vote = {
    ...voter,
    voter: 'cn-customs',
    choice,
    technicalReason: choice === 'DISAPPROVE' ? 'clause 1 is unclear' : null,
    experts: 0,
  };
  return count(BUILT_IN_RULES.ISO_IEC_DIS, [{ ...voter, party: 'cn-customs' }], [vote]);
}
