import { createHmac } from 'node:crypto';
import { type Instant, instantOf } from '@concord/kernel';

/** Bytes of the key from which all secrets follow. */
export const MASTER_KEY_BYTES = 32;

const PREFIX = 'whsec_';

/**
 * The secret of a subscription, in the form of Standard Webhooks. It follows from the key of the platform, so that it is
 * neither in the log nor in any table, and the same in every process.
 * @param nth which of its secrets: 1, and one more with every rotation
 */
const secretOf = (masterKey: Buffer, subscription: string, nth: number): string =>
  PREFIX + createHmac('sha256', masterKey).update(`concord webhook secret/${subscription}/${nth}`).digest('base64');

/** Which secrets a subscription has. */
export interface Secrets {
  readonly id: string;
  /** The number of the newest. */
  readonly secret: number;
  /** Until when the one before is good, too; null while there is none. */
  readonly previousSecretUntil: Instant | null;
}

/** The secrets that are good at an instant, the newest first. */
export function secretsAt(masterKey: Buffer, { id, secret, previousSecretUntil }: Secrets, at: Date): readonly string[] {
  const isOverlap = previousSecretUntil !== null && instantOf(at) < previousSecretUntil;
  return (isOverlap ? [secret, secret - 1] : [secret]).map((nth) => secretOf(masterKey, id, nth));
}

/** The headers of Standard Webhooks 1.0.0 for one attempt; a signature for each secret that is good now. */
export function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const sign = (secret: string): string =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
      .update(`${id}.${seconds}.${body}`)
      .digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': secrets.map(sign).join(' ') };
}
