import { type Instant, instantOf, Rejection, type RejectionDetail, reject } from '@concord/kernel';

/** The last second of the year 9999: beyond it, a number of seconds is milliseconds by mistake. */
const LAST_SECOND = 253_402_300_799;

const LONGEST_SHOWN = 100;

/** The token cannot be believed. The sentence never holds the token. */
export const unauthenticated = (message: string, detail: RejectionDetail = {}): Rejection =>
  reject('UNAUTHENTICATED', message, { field: 'Authorization', ...detail });

/** A claim of a token whose signature is good says what no token of Concord may say. `claim` is its path: `parties.0.kind`. */
export const malformedClaim = (claim: string, value: unknown, rule: string): Rejection =>
  value === undefined
    ? unauthenticated(`The token lacks the claim ${claim}, which must be ${rule}`, { field: claim })
    : unauthenticated(`The token's claim ${claim} is ${shown(value)}, and must be ${rule}`, { field: claim, value });

/** A value for a sentence: as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** Seconds since 1970 (RFC 7519, NumericDate) of a year that has four digits. */
export const isNumericDate = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= LAST_SECOND;

/** @throws RangeError when the number lies far outside what `isNumericDate` accepts. */
export const instantOfSeconds = (seconds: number): Instant => instantOf(new Date(seconds * 1000));

/** The issuer's keys could not be had, so nothing is known of the token: the caller should come again, not sign in anew. */
export class IdentityProviderUnavailable extends Rejection {
  readonly #cause: unknown;

  constructor(issuer: string, cause: unknown) {
    super(
      'IDENTITY_PROVIDER_UNAVAILABLE',
      `The keys of the identity provider ${issuer} cannot be had at the moment, so no token can be checked: please try again shortly`,
    );
    this.#cause = cause;
  }

  /** For the operator's log. Private underneath, so that it is not written into an answer: it names hosts and ports. */
  get cause(): unknown {
    return this.#cause;
  }
}
