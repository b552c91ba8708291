import { createHash } from 'node:crypto';
import { canonicalJson, type RecordedEvent } from '@concord/kernel';

/** The most bytes that an entry of a bundle can have: its length is written in 16 bits (C2SP tlog-tiles). */
const MOST_BYTES = 65_535;

/**
 * The event as it stands in the tree: canonical JSON (RFC 8785) of what the log recorded, in the shape in which it was recorded,
 * secrets as ciphertext. Where that is longer than 65,535 bytes, the digest of its data stands for them (docs/transparency-log.md).
 */
export function entryOf({ id, type, schemaVersion, data, metadata, stream, revision, position, recordedAt }: RecordedEvent): Buffer {
  const facts = { id, type, schemaVersion, metadata, stream, revision, position, recordedAt };
  const whole = Buffer.from(canonicalJson({ ...facts, data }));
  if (whole.length <= MOST_BYTES) return whole;
  return Buffer.from(canonicalJson({ ...facts, dataSha256: createHash('sha256').update(canonicalJson(data)).digest('base64') }));
}
