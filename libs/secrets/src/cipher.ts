import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of every key here. */
export const KEY_BYTES = 32;

const ALGORITHM = 'aes-256-gcm';
/** The form of what follows; the first byte of everything encrypted. Stored for ever. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** A key for one purpose (HKDF-SHA256, RFC 5869): whoever has it knows nothing of those for other purposes. Purposes are stored for ever. */
export const derive = (key: Buffer, purpose: 'seal' | 'digest' | 'wrap' | 'fingerprint'): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `concord/secrets/${purpose}`, KEY_BYTES));

/** AES-256-GCM: version, nonce, ciphertext, tag. The label is not in it, and has to be the same to decrypt. */
export function encrypt(key: Buffer, label: string, plain: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from([VERSION]), randomBytes(NONCE_BYTES)]);
  const cipher = createCipheriv(ALGORITHM, key, head.subarray(1), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(label));
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when a single bit of key, label or bytes is another */
export function decrypt(key: Buffer, label: string, bytes: Buffer): Buffer {
  if (bytes[0] !== VERSION || bytes.length < HEAD_BYTES + TAG_BYTES) throw new Error('This was not encrypted here');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(1, HEAD_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(label))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
}
