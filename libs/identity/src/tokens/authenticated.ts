import type { Instant } from '@concord/kernel';
import type { PartyClaim } from './claims.js';

/** Whom a token names, once it is checked. */
export interface Authenticated {
  /** The claim `sub`. */
  readonly person: string;
  /** At least one. */
  readonly parties: readonly PartyClaim[];
  /** After this, what is still open on the strength of the token, such as a subscription, must end. */
  readonly expiresAt: Instant;
}
