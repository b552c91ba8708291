import fc from 'fast-check';
import { BUILT_IN_RULES } from '../built-in.js';
import { type BallotRule, CHOICES, COMPARISONS, type CriterionRule, MEASURES, STRIPPING_REASONS, VOTERS } from '../rule.js';
import type { CountedVote, RollEntry } from '../tally.js';
import { REASON } from './ballot-box.js';

const member = fc.record({
  kind: fc.constantFrom('P_MEMBER' as const, 'O_MEMBER' as const),
  interest: fc.constantFrom('general', 'producer', 'user', null),
  /** Null: it does not vote. */
  choice: fc.option(fc.constantFrom(...CHOICES)),
  technicalReason: fc.option(fc.constant(REASON)),
  experts: fc.nat({ max: 3 }),
});

/** A roll, and the votes of some on it. */
export interface Held {
  readonly roll: readonly RollEntry[];
  readonly votes: readonly CountedVote[];
}

export const held: fc.Arbitrary<Held> = fc.array(member, { maxLength: 40 }).map((members) => {
  const named = members.map((each, at) => ({ party: `party-${String(at).padStart(3, '0')}`, ...each }));
  return {
    roll: named.map(({ party, kind, interest }) => ({ party, kind, interest })),
    votes: named.flatMap(({ party, choice, ...vote }) => (choice === null ? [] : [{ voter: party, choice, ...vote }])),
  };
});

const share = fc.record({ numerator: fc.nat({ max: 12 }), denominator: fc.integer({ min: 1, max: 12 }) });
const measures = fc.constantFrom(...MEASURES);
const common = { of: fc.constantFrom(...VOTERS), votes: measures, comparison: fc.constantFrom(...COMPARISONS) };
const named = (name: string): fc.Arbitrary<CriterionRule> =>
  fc.oneof(
    fc.record({ kind: fc.constant('SHARE' as const), name: fc.constant(name), ...common, share, outOf: measures }),
    fc.record({
      kind: fc.constant('NUMBER' as const),
      name: fc.constant(name),
      ...common,
      numbers: fc
        .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 3 })
        .chain((froms) =>
          fc.tuple(
            ...[0, ...froms.sort((a, b) => a - b)].map((fromRoll) =>
              fc.record({ fromRoll: fc.constant(fromRoll), number: fc.nat({ max: 12 }) }),
            ),
          ),
        ),
    }),
  );
/** Any rule that is well formed, sensible or not. */
export const anyRule: fc.Arbitrary<BallotRule> = fc
  .tuple(
    fc.subarray([...STRIPPING_REASONS]),
    fc.option(named('QUORUM')),
    fc.tuple(named('A'), named('B'), named('C')),
    fc.integer({ min: 1, max: 3 }),
    fc.option(share),
  )
  .map(([leavesOut, quorum, criteria, many, balance]) => ({
    ...BUILT_IN_RULES.SIMPLE_MAJORITY,
    leavesOut,
    quorum,
    criteria: criteria.slice(0, many),
    balance,
  }));
