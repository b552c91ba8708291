import { createHash } from 'node:crypto';
import { canonicalJson, type RecordedEvent } from '@concord/kernel';

/** The most bytes that an entry of a bundle can have: its length is written in 16 bits (C2SP tlog-tiles). */
const MOST_BYTES = 65_535;

/**
 * The event as it stands in the tree: canonical JSON (RFC 8785) of what the log recorded, in the shape in which it was recorded,
 * secrets as ciphertext. Where that is longer than 65,535 bytes, the digest of its data stands for them (docs/transparency-log.md).
 */
export function entryOf(event: RecordedEvent): Buffer {
  const data = canonicalJson(event.data);
  const whole = Buffer.from(entryWith(event, `"data":${data}`));
  if (whole.length <= MOST_BYTES) return whole;
  return Buffer.from(entryWith(event, `"dataSha256":"${createHash('sha256').update(data).digest('base64')}"`));
}

/** The members in their order, of which what stands for the data is the first. */
function entryWith({ id, metadata, position, recordedAt, revision, schemaVersion, stream, type }: RecordedEvent, data: string): string {
  const rest = canonicalJson({ id, metadata, position, recordedAt, revision, schemaVersion, stream, type });
  return `{${data},${rest.slice(1)}`;
}
