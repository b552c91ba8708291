import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_SIZE = 32;

/**
 * Writes the SHA-256 of the bytes to a place. As one string of Latin-1 characters a digest costs half of what a Buffer of its own does,
 * and a tree of a million leaves takes two million.
 */
export function sha256Into(bytes: Uint8Array, target: Buffer, at = 0): void {
  target.write(hash('sha256', bytes, 'binary'), at, HASH_SIZE, 'latin1');
}

export function sha256(bytes: Uint8Array | string): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}
