import { refuse } from './refused.js';

/** Bytes of the longest entry: its length stands before it in two bytes (C2SP tlog-tiles). */
export const MOST_ENTRY_BYTES = 65_535;

const LENGTH_SIZE = 2;

/** Entries as they are served: each behind its length, two bytes, big-endian. @throws ProofRefused when one is too long */
export function formatBundle(entries: readonly Uint8Array[]): Buffer {
  const bundle = Buffer.alloc(entries.reduce((sum, { length }) => sum + LENGTH_SIZE + length, 0));
  let at = 0;
  for (const [index, entry] of entries.entries()) {
    if (entry.length > MOST_ENTRY_BYTES)
      refuse(`Entry ${index} of the bundle has ${entry.length} bytes, and may have ${MOST_ENTRY_BYTES}.`);
    at = bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at);
    at += entry.length;
  }
  return bundle;
}

/** The entries of a bundle, which share its memory. @throws ProofRefused when it ends in the midst of one */
export function parseBundle(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const begin = at + LENGTH_SIZE;
    const end = begin <= bundle.length ? begin + bundle.readUInt16BE(at) : Number.POSITIVE_INFINITY;
    if (end > bundle.length) refuse(`The bundle ends in the midst of its entry ${entries.length}, after ${bundle.length} bytes.`);
    entries.push(bundle.subarray(begin, end));
    at = end;
  }
  return entries;
}
