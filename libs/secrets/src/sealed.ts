import { canonicalJson } from '@concord/kernel';
import { decrypt, encrypt } from './cipher.js';
import { SecretBroken } from './errors.js';

/* Pure, so that what was sealed opens without a database, too: in a recount on another machine, for instance. */

/** Texts are filled up to a multiple of as many bytes: else their length would tell APPROVE from DISAPPROVE. */
const BLOCK_BYTES = 256;
/** Ends the text before the filling (ISO/IEC 7816-4). */
const END = 0x80;

const labelOf = (subject: string, place: string): string => canonicalJson([subject, place]);

function filled(text: string): Buffer {
  const bytes = Buffer.from(text);
  const block = Buffer.alloc(BLOCK_BYTES * Math.ceil((bytes.length + 1) / BLOCK_BYTES));
  bytes.copy(block);
  block[bytes.length] = END;
  return block;
}

/** @param key the key that `openSealed` takes, as bytes */
export const sealUnder = (key: Buffer, subject: string, place: string, text: string): string =>
  encrypt(key, labelOf(subject, place), filled(text)).toString('base64url');

/**
 * Opens what `Secrets.seal` has sealed.
 * @param key what `Secrets.reveal` gave
 * @throws SecretBroken when it was changed, or sealed under another key, for another subject or for another place
 */
export function openSealed(key: string, subject: string, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    if (bytes.toString('base64url') !== sealed) throw new RangeError('Other letters for the same bytes');
    const block = decrypt(Buffer.from(key, 'base64url'), labelOf(subject, place), bytes);
    return block.subarray(0, block.lastIndexOf(END)).toString();
  } catch {
    throw new SecretBroken(subject, place);
  }
}
