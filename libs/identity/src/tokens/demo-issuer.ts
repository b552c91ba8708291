import { isRejection, type Rejection } from '@concord/kernel';
import { type JSONWebKeySet, SignJWT } from 'jose';
import { type PartyClaim, readParties, readPerson } from './claims.js';
import { ALGORITHM, type DemoKey, demoKey } from './demo-key.js';

/** The claim `iss` of every demo token. */
export const DEMO_ISSUER = 'concord-demo';

const TWELVE_HOURS = 12 * 60 * 60;
const A_YEAR = 366 * 24 * 60 * 60;

export interface DemoToken {
  readonly person: string;
  readonly parties: readonly PartyClaim[];
  /** The platform for which the token is. */
  readonly audience: string;
  /** A whole number of seconds, at most a year; 12 hours unless told. */
  readonly lifetimeSeconds?: number;
  /** When it is signed; now unless told. */
  readonly issuedAt?: Date;
}

/** Signs tokens for anybody who can read the data folder: for the embedded default only, and never beside a real issuer. */
export class DemoIssuer {
  readonly issuer = DEMO_ISSUER;

  private constructor(private readonly key: DemoKey) {}

  /**
   * With the key in `<dataDir>/demo-issuer.json`, which is made where there is none.
   * @throws DemoKeyUnusable when that file cannot be read or made, or is no such key.
   */
  static async open(dataDir: string): Promise<DemoIssuer> {
    return new DemoIssuer(await demoKey(dataDir));
  }

  /** The public key, as a key set (RFC 7517). */
  jwks(): JSONWebKeySet {
    return { keys: [{ ...this.key.publicKey }] };
  }

  /** @throws RangeError when the token would be refused: it names the claim, the value and the rule. */
  async sign({ person, parties, audience, lifetimeSeconds = TWELVE_HOURS, issuedAt = new Date() }: DemoToken): Promise<string> {
    if (!Number.isInteger(lifetimeSeconds) || lifetimeSeconds < 1 || lifetimeSeconds > A_YEAR) {
      throw new RangeError(
        `A token cannot live for ${lifetimeSeconds} seconds: it must be a whole number from 1 to ${A_YEAR}, which is a year`,
      );
    }
    const iat = Math.floor(issuedAt.getTime() / 1000);
    return new SignJWT({ parties: accepted(readParties(parties)) })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.key.kid, typ: 'JWT' })
      .setIssuer(DEMO_ISSUER)
      .setAudience(audience)
      .setSubject(accepted(readPerson(person)))
      .setIssuedAt(iat)
      .setExpirationTime(iat + lifetimeSeconds)
      .sign(this.key.privateKey);
  }
}

function accepted<T>(claim: T | Rejection): T {
  if (isRejection(claim)) throw new RangeError(claim.message);
  return claim;
}
