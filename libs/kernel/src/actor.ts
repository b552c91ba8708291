import type { Mandate } from './mandate.js';

/** The four kinds of party that govern, and those who act without governing. */
export const PARTY_KINDS = ['AGENCY', 'ENTERPRISE', 'ASSOCIATION', 'CONSUMER', 'AUDITOR', 'OPERATOR'] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** What a person may do for a party: `ADMIN` speaks for the party itself, `OFFICER` does its business, `READER` looks. */
export const ROLES = ['ADMIN', 'OFFICER', 'READER'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who acts. The platform acts, too: its deadlines and process managers issue commands as `PLATFORM`. Somebody without a token
 * acts as `PUBLIC`. No token names either.
 */
export interface Actor {
  /** The person: the `sub` of the token. */
  readonly person: string;
  readonly party: string;
  readonly kind: PartyKind | 'PLATFORM' | 'PUBLIC';
  readonly roles: readonly Role[];
  /** What an auditor may read, as the platform found it when the request came; nobody else has any. */
  readonly mandates?: readonly Mandate[];
}

export const PLATFORM: Actor = { person: 'platform', party: 'platform', kind: 'PLATFORM', roles: [] };
/** Somebody of whom nothing is known, and nothing is asked. */
export const PUBLIC: Actor = { person: 'public', party: 'public', kind: 'PUBLIC', roles: [] };

/** Those who hold no roles. */
const ROLELESS: readonly Actor['kind'][] = [PLATFORM.kind, PUBLIC.kind];

/** One sentence of permission: these kinds of party, through a person who holds one of these roles. */
export interface Permission {
  readonly kinds: readonly Actor['kind'][];
  readonly roles: readonly Role[];
}

export const permits = (permissions: readonly Permission[], actor: Actor): boolean =>
  permissions.some(
    ({ kinds, roles }) => kinds.includes(actor.kind) && (ROLELESS.includes(actor.kind) || roles.some((role) => actor.roles.includes(role))),
  );

const OFFICERS: readonly Role[] = ['ADMIN', 'OFFICER'];

/** Persons who do the business of parties of these kinds. */
export const officersOf = (...kinds: PartyKind[]): Permission => ({ kinds, roles: OFFICERS });
/** Persons who speak for parties of these kinds. */
export const adminsOf = (...kinds: PartyKind[]): Permission => ({ kinds, roles: ['ADMIN'] });
/** Anybody with a token for a party of these kinds. */
export const membersOf = (...kinds: PartyKind[]): Permission => ({ kinds, roles: ROLES });
/** The platform's own clockwork: deadlines and process managers. */
export const THE_PLATFORM: Permission = { kinds: ['PLATFORM'], roles: [] };
/** Anybody, also without a token. */
export const THE_PUBLIC: Permission = { kinds: ['PUBLIC'], roles: [] };
