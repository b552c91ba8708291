import { ConcordError, type RequestContext } from '@concord/graphql';
import { type Actor, type Instant, instantOf, type Mandate } from '@concord/kernel';

/** Knows the mandates of auditors. */
export interface Mandates {
  /** Those of the auditor that are in force at the instant. */
  inForce(auditor: string, at: Instant): Promise<readonly Mandate[]>;
}

/** The token under which Nest injects what knows the mandates; without it no auditor has any. */
export const MANDATES = Symbol('Mandates');

/** The actor with what an auditor may read now; anybody else as before. */
export async function withMandates(actor: Actor, mandates: Mandates | undefined): Promise<Actor> {
  if (actor.kind !== 'AUDITOR') return actor;
  return { ...actor, mandates: (await mandates?.inForce(actor.party, instantOf(new Date()))) ?? [] };
}

/**
 * Holds an auditor to the purpose of each read, where a mandate demands one.
 * @throws ConcordError PURPOSE_MISSING
 */
export function checkPurpose({ mandates = [] }: Actor, { purpose }: Pick<RequestContext, 'purpose'>): void {
  const strict = mandates.find(({ purposeEachTime }) => purposeEachTime);
  if (!strict || purpose !== undefined) return;
  throw new ConcordError('PURPOSE_MISSING', `The mandate ${strict.id} asks for what you read: send it as "Concord-Purpose: …"`, {
    field: 'Concord-Purpose',
    rule: 'docs/mandates.md',
  });
}
