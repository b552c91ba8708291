import { isRejection, PARTY_KINDS, type PartyKind, PLATFORM, PUBLIC, type Rejection, ROLES, type Role } from '@concord/kernel';
import { isNumericDate, malformedClaim } from './refusals.js';

/** A party for which the bearer of the token acts. */
export interface PartyClaim {
  /** The party's handle: 2 to 64 of a-z, 0-9 and -. */
  readonly id: string;
  readonly kind: PartyKind;
  /** At least one, each once. */
  readonly roles: readonly Role[];
}

/** What a token says that Concord uses. Issuer and audience are checked, and then of no further use. */
export interface Claims {
  /** The claim `sub`. */
  readonly person: string;
  readonly parties: readonly PartyClaim[];
  /** The claim `exp`: seconds since 1970. */
  readonly expires: number;
}

/** What every token must carry; `nbf` may be there as well. All but `parties` are registered in RFC 7519, section 4.1. */
export const REQUIRED_CLAIMS = ['iss', 'aud', 'sub', 'exp', 'iat', 'parties'] as const;

export const MOST_PARTIES = 50;

const HANDLE = /^[a-z0-9-]{2,64}$/;
/** Neither control characters nor half a surrogate pair: the log could not store them. 255 is OpenID Connect's limit for `sub`. */
const PERSON = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

const NUMERIC_DATE = 'a number of seconds since 1970 that ends before the year 10000';

/** Reads the claims of a payload whose signature is good. Claims that Concord does not know are ignored (RFC 7519, section 4). */
export function readClaims(payload: Readonly<Record<string, unknown>>): Claims | Rejection {
  const { sub, exp, iat } = payload;
  const person = readPerson(sub);
  if (isRejection(person)) return person;
  if (!isNumericDate(exp)) return malformedClaim('exp', exp, NUMERIC_DATE);
  if (!isNumericDate(iat)) return malformedClaim('iat', iat, NUMERIC_DATE);
  const parties = readParties(payload.parties);
  return isRejection(parties) ? parties : { person, parties, expires: exp };
}

/** The claim `sub`. */
export function readPerson(value: unknown): string | Rejection {
  if (typeof value !== 'string' || !PERSON.test(value)) {
    return malformedClaim('sub', value, 'the name of a person, of 1 to 255 characters and none of them a control character');
  }
  return isReserved(value) ? malformedClaim('sub', value, `somebody else: no token speaks for the ${value}`) : value;
}

/** The claim `parties`: 1 to 50 parties, none of them twice. */
export function readParties(value: unknown): readonly PartyClaim[] | Rejection {
  if (!Array.isArray(value)) return malformedClaim('parties', value, 'a list of parties');
  if (value.length < 1 || value.length > MOST_PARTIES) {
    return malformedClaim('parties', `a list of ${value.length}`, `a list of 1 to ${MOST_PARTIES} parties`);
  }
  const parties = new Map<string, PartyClaim>();
  for (const [index, entry] of value.entries()) {
    const party = readParty(entry, `parties.${index}`);
    if (isRejection(party)) return party;
    if (parties.has(party.id)) return malformedClaim(`parties.${index}.id`, party.id, 'named once');
    parties.set(party.id, party);
  }
  return [...parties.values()];
}

function readParty(entry: unknown, claim: string): PartyClaim | Rejection {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return malformedClaim(claim, entry, 'an object with id, kind and roles');
  }
  const { id, kind, roles } = entry as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || !HANDLE.test(id)) return malformedClaim(`${claim}.id`, id, 'a handle: 2 to 64 of a-z, 0-9 and -');
  if (isReserved(id)) return malformedClaim(`${claim}.id`, id, `another handle: no token speaks for the ${id}`);
  if (!isOneOf(PARTY_KINDS, kind)) return malformedClaim(`${claim}.kind`, kind, `one of ${PARTY_KINDS.join(', ')}`);
  if (!isSetOfRoles(roles)) return malformedClaim(`${claim}.roles`, roles, `a list of one or more of ${ROLES.join(', ')}, each once`);
  return { id, kind, roles: [...roles] };
}

/** The names under which the platform and those without a token act, as person and party alike. */
const isReserved = (name: string): boolean => [PLATFORM, PUBLIC].some(({ person, party }) => name === person || name === party);

const isOneOf = <T extends string>(words: readonly T[], value: unknown): value is T => words.some((word) => word === value);

const isSetOfRoles = (value: unknown): value is readonly Role[] =>
  Array.isArray(value) && value.length > 0 && value.every((role) => isOneOf(ROLES, role)) && new Set(value).size === value.length;
