import type { Actor } from './actor.js';

/** What an object has to do with: what decides whether a mandate covers it. */
export interface Concern {
  /** The object: `<context>.<aggregate>/<id>`. */
  readonly stream: string;
  readonly parties: readonly string[];
  readonly jurisdictions: readonly string[];
}

/** What is covered: everything, or whatever one of the four lists names. */
export interface MandateScope {
  readonly everything: boolean;
  readonly jurisdictions: readonly string[];
  readonly parties: readonly string[];
  /** `<context>.<aggregate>`. */
  readonly aggregates: readonly string[];
  /** Streams. */
  readonly objects: readonly string[];
}

/** A mandate as it is in force for the auditor who reads: blocs stand in it with their members. */
export interface Mandate {
  readonly id: string;
  readonly grantor: string;
  readonly purpose: string;
  /** Whether each read states a purpose of its own; otherwise that of the mandate stands in. */
  readonly purposeEachTime: boolean;
  readonly scope: MandateScope;
  /** How far the grantor's own right reaches; null for an operator's, which reaches everywhere. Nothing outside of it is covered. */
  readonly within: { readonly party: string; readonly jurisdictions: readonly string[] } | null;
}

const meet = (one: readonly string[], other: readonly string[]): boolean => one.some((each) => other.includes(each));

export function covers({ scope, within }: Mandate, { stream, parties, jurisdictions }: Concern): boolean {
  if (within && !parties.includes(within.party) && !meet(within.jurisdictions, jurisdictions)) return false;
  return (
    scope.everything ||
    scope.objects.includes(stream) ||
    scope.aggregates.includes(stream.slice(0, stream.indexOf('/'))) ||
    meet(scope.parties, parties) ||
    meet(scope.jurisdictions, jurisdictions)
  );
}

const mandatesOf = (reader: Actor | null): readonly Mandate[] => (reader?.kind === 'AUDITOR' ? (reader.mandates ?? []) : []);

/** The mandates under which an auditor reads the object; none for anybody else. */
export const mandatesOver = (reader: Actor | null, concern: Concern): readonly Mandate[] =>
  mandatesOf(reader).filter((mandate) => covers(mandate, concern));

/** The mandates over whatever there is. */
export const mandatesOverEverything = (reader: Actor | null): readonly Mandate[] =>
  mandatesOf(reader).filter(({ scope, within }) => within === null && scope.everything);

/** The mandates over all objects of a kind: what sums over them takes, which cannot leave out some. */
export const mandatesOverAll = (reader: Actor | null, aggregate: string): readonly Mandate[] =>
  mandatesOf(reader).filter(({ scope, within }) => within === null && (scope.everything || scope.aggregates.includes(aggregate)));

/**
 * With whose eyes a reader looks at an object. An auditor sees what a mandate in force covers, and its own; anything else as
 * somebody without a token does. Every rule about what auditors see asks with these eyes.
 */
export function eyesOn(reader: Actor | null, concern: Concern): Actor | null {
  if (reader?.kind !== 'AUDITOR' || concern.parties.includes(reader.party)) return reader;
  return mandatesOver(reader, concern).length > 0 ? reader : null;
}
