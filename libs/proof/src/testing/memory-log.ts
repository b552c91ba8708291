import { generateKeyPairSync } from 'node:crypto';
import { BucketTree } from '../bucket-tree.js';
import { formatCheckpoint } from '../checkpoint.js';
import { leafHash, rootOf } from '../merkle.js';
import { cosign, type Signer, signNote } from '../note.js';
import { sha256 } from '../sha256.js';
import { bucketHash, bucketOf, NO_HEAD, nextHead, type StreamState, streamEntry, streamKey, streamValue } from '../streams.js';
import { KEY_SUCCEEDED, successionText } from '../succession.js';
import { canonical } from '../verify/entry.js';
import { COSIGNATURE, parseVkey, type Vkey, vkeyOf } from '../vkey.js';

/** Whoever signs in tests, with both keys that it is known by. */
export interface TestSigner extends Signer {
  readonly vkey: Vkey;
  readonly witness: Vkey;
}

export function testSigner(name: string): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { name, privateKey, vkey: parseVkey(vkeyOf(name, publicKey)), witness: parseVkey(vkeyOf(name, publicKey, COSIGNATURE)) };
}

/** A recorded event, as far as a log is concerned with it. */
export interface TestEvent {
  readonly data?: unknown;
  /** Instead of data that are too long. */
  readonly dataSha256?: string;
  readonly id: string;
  readonly metadata: unknown;
  readonly position: string;
  readonly recordedAt: string;
  readonly revision: number;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly type: string;
}

const FIRST_INSTANT = Date.UTC(2026, 0, 1);

/** The id of the so-manieth event of a test. */
export const testId = (number: number): string => {
  const digits = sha256(`event ${number}`).toString('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), `7${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
};

export const testEvent = (index: number, stream: string, revision: number, changes: Partial<TestEvent> = {}): TestEvent => ({
  data: { note: `what happened ${index}`, amount: index / 4, tags: ['a', 'ü'] },
  id: testId(index),
  metadata: { actor: 'demo', party: `party-${index % 7}`, phase: 'DURING', jurisdiction: null },
  position: String(index + 1),
  recordedAt: new Date(FIRST_INSTANT + 10 * index).toISOString(),
  revision,
  schemaVersion: 1,
  stream,
  type: 'test.thing.Happened',
  ...changes,
});

export const entryOf = (event: TestEvent): Buffer =>
  Buffer.from(canonical(Object.fromEntries(Object.entries(event).filter(([, member]) => member !== undefined))));

/** The map of the streams that these are the states of. */
export function mapOf(streams: ReadonlyMap<string, StreamState>): BucketTree {
  const buckets = new Map<number, Buffer[]>();
  for (const [name, state] of streams) {
    const key = streamKey(name);
    const bucket = buckets.get(bucketOf(key)) ?? [];
    bucket.push(streamEntry(key, streamValue(state)));
    buckets.set(bucketOf(key), bucket);
  }
  const tree = new BucketTree();
  for (const [bucket, entries] of buckets) tree.set(bucket, bucketHash(entries.sort(Buffer.compare)));
  return tree;
}

/** A whole log in memory: its entries, its leaf hashes, its streams, and who signs. */
export class MemoryLog {
  readonly events: TestEvent[] = [];
  readonly entries: Buffer[] = [];
  readonly hashes: Buffer[] = [];
  readonly streams = new Map<string, StreamState>();

  constructor(
    public signer: TestSigner = testSigner('concord/test'),
    readonly witnesses: readonly TestSigner[] = [],
  ) {}

  /** A log of so many events, spread over so many streams. */
  static of(count: number, streams = 10, log = new MemoryLog()): MemoryLog {
    for (let index = 0; index < count; index++) log.append(`test/${(index * 7) % streams}`);
    return log;
  }

  append(stream: string, changes: Partial<TestEvent> = {}): TestEvent {
    const index = this.events.length;
    const before = this.streams.get(stream) ?? { length: 0, lastIndex: 0, head: NO_HEAD };
    const event = testEvent(index, stream, before.length, changes);
    const entry = entryOf(event);
    const hash = leafHash(entry);
    this.events.push(event);
    this.entries.push(entry);
    this.hashes.push(hash);
    this.streams.set(stream, { length: before.length + 1, lastIndex: index, head: nextHead(before.head, hash) });
    return event;
  }

  /** From now on, another key signs. */
  succeed(next: TestSigner, by = this.signer): void {
    const origin = this.signer.name;
    const note = signNote(successionText(origin, next.vkey.text), by);
    this.append('transparency.notary/test', { type: KEY_SUCCEEDED, data: { retired: by.vkey.text, successor: next.vkey.text, note } });
    this.signer = next;
  }

  checkpointText(): string {
    const { name: origin } = this.signer;
    return formatCheckpoint({ origin, size: this.hashes.length, root: rootOf(this.hashes), streams: mapOf(this.streams).root() });
  }

  checkpoint(unixSeconds = 1_800_000_000): string {
    const text = this.checkpointText();
    return signNote(text, this.signer) + this.witnesses.map((witness) => cosign(text, witness, unixSeconds)).join('');
  }
}
