import { type Actor, type MandateScope, mandatesOverAll } from '@concord/kernel';
import type { SelectQueryBuilder } from 'typeorm';
import type { LogAccess } from './access.read-model.js';

/** An auditor with a mandate for everything audits the other auditors, too. */
const seesEverything = (actor: Actor): boolean => actor.kind === 'OPERATOR' || mandatesOverAll(actor, 'audit.access').length > 0;

/** Whoever sees an access whole: the reader itself, whoever granted the mandate, and operators. */
export const seesWhole = ({ reader, grantors }: Pick<LogAccess, 'reader' | 'grantors'>, actor: Actor): boolean =>
  seesEverything(actor) || actor.party === reader || grantors.includes(actor.party);

/** The lists of an operator's mandates. Those of an agency end at its jurisdiction, which an access does not tell. */
function named(actor: Actor, list: 'objects' | 'parties'): readonly string[] {
  const scopes: readonly MandateScope[] = (actor.mandates ?? []).filter(({ within }) => within === null).map(({ scope }) => scope);
  return scopes.flatMap((scope) => scope[list]);
}

const partiesOf = (actor: Actor): readonly string[] => [actor.party, ...named(actor, 'parties')];

/** The objects of an access that the actor hears of: its own, and those that its mandates name. */
export function shownObjects({ touched, ...row }: Pick<LogAccess, 'touched' | 'reader' | 'grantors'>, actor: Actor): readonly string[] {
  if (seesWhole(row, actor)) return touched.map(({ object }) => object);
  const objects = named(actor, 'objects');
  const theirs = partiesOf(actor);
  const concerns = touched.filter(({ object, parties }) => objects.includes(object) || parties.some((party) => theirs.includes(party)));
  return concerns.map(({ object }) => object);
}

/**
 * Rows that are called `access`: those of the actor's own reads, of mandates that it granted, and about objects that concern it.
 * @param object only accesses to this one; nobody finds out by asking what else was read together with something of its own
 */
export function onlySeenBy(query: SelectQueryBuilder<LogAccess>, actor: Actor, object: string | undefined): void {
  if (object !== undefined) query.andWhere('access.touchedObjects @> ARRAY[CAST(:object AS text)]', { object });
  if (seesEverything(actor)) return;
  const whole = '(access.reader = :me OR access.grantors @> ARRAY[CAST(:me AS text)])';
  const theirs = partiesOf(actor);
  const objects = named(actor, 'objects');
  if (object === undefined) {
    query.andWhere(`(${whole} OR access.parties && :theirs OR access.touchedObjects && :objects)`, { me: actor.party, theirs, objects });
  } else if (!objects.includes(object)) {
    const entries = theirs.map((party) => JSON.stringify([{ object, parties: [party] }]));
    query.andWhere(`(${whole} OR access.touched @> ANY(CAST(:entries AS jsonb[])))`, { me: actor.party, entries });
  }
}
