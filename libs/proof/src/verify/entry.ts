import { isUtf8 } from 'node:buffer';
import { ProofRefused, refuse } from '../refused.js';
import { shown } from '../text.js';

/** What is read from the canonical JSON of a recorded event. */
export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  /** Undefined where the entry has only a hash of them. */
  readonly data: unknown;
}

const MEMBERS = ['data', 'id', 'metadata', 'position', 'recordedAt', 'revision', 'schemaVersion', 'stream', 'type'].join();
const WITHOUT_DATA = MEMBERS.replace('data', 'dataSha256');
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const POSITION = /^(0|[1-9][0-9]{0,18})$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Canonical JSON (RFC 8785) of a value that came from JSON. @throws ProofRefused when a text has half a surrogate pair (3.2.2.2) */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string' && !value.isWellFormed()) refuse('JSON with half a surrogate pair');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(',')}}`;
}

function faultIn(event: Record<string, unknown>): string | undefined {
  const members = Object.keys(event).join();
  if (members !== MEMBERS && members !== WITHOUT_DATA) return `the members ${shown(members)}`;
  const { id, position, recordedAt, revision, stream, type } = event;
  if (typeof id !== 'string' || !UUID.test(id)) return `the id ${shown(String(id))}`;
  if (typeof stream !== 'string' || stream === '') return `the stream ${shown(String(stream))}`;
  if (typeof type !== 'string' || type === '') return `the type ${shown(String(type))}`;
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 0) return `the revision ${shown(String(revision))}`;
  if (typeof position !== 'string' || !POSITION.test(position)) return `the position ${shown(String(position))}`;
  if (typeof recordedAt !== 'string' || !INSTANT.test(recordedAt)) return `the instant ${shown(String(recordedAt))}`;
  return undefined;
}

/** The entry in these bytes by parsing them, or what they are instead. */
export function readEntry(bytes: Buffer): Entry | string {
  if (!isUtf8(bytes)) return 'bytes that are not UTF-8';
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `no JSON: ${shown(text)}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `no object: ${shown(text)}`;
  try {
    if (canonical(value) !== text) return `JSON that is not canonical: ${shown(text)}`;
  } catch (error) {
    if (error instanceof ProofRefused) return `${error.message}: ${shown(text)}`;
    if (error instanceof RangeError) return `JSON that is nested too deep: ${shown(text)}`;
    throw error;
  }
  return faultIn(value as Record<string, unknown>) ?? (value as Entry);
}
