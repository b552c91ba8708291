import { canonicalJson } from '@concord/kernel';
import { type CheckAnswer, check, type Finding, type Requirement } from '@concord/rules';
import { replayed } from './recorded-facts.js';
import type { RequirementPlace, TransactionChecked } from './transaction.events.js';

/** What a check says when it is done again from its record. */
export interface Repetition {
  /** Whether answer and findings are those that were recorded, whatever words they have for a fault. */
  readonly same: boolean;
  readonly answer: CheckAnswer;
  readonly findings: readonly Finding[];
  /** Places that the record names and where no requirement is found. */
  readonly missing: readonly RequirementPlace[];
}

/** Results, and not the words in which a fault was told. */
const resultsOf = (answer: CheckAnswer, findings: readonly Finding[]): string =>
  canonicalJson({ answer, findings: findings.map((finding) => ({ ...finding, fault: finding.fault !== null })) });

/**
 * Repeats a check from its record: the recorded facts, and the requirements at the places that were considered.
 * @param requirementAt what a version of a norm demands at a place; a version never changes, so neither does this
 */
export function repeated(
  { answer, findings, facts, requirementsConsidered }: TransactionChecked['data'],
  requirementAt: (place: RequirementPlace) => Requirement | undefined,
): Repetition {
  const places = requirementsConsidered.map((place) => ({ ...place, requirement: requirementAt(place) }));
  const again = check(
    places.flatMap(({ requirement, ...place }) => (requirement ? [{ ...place, requirement }] : [])),
    replayed(facts),
  );
  const missing = places.filter(({ requirement }) => !requirement).map(({ requirement: _, ...place }) => place);
  return { same: resultsOf(again.answer, again.findings) === resultsOf(answer, findings), ...again, missing };
}
