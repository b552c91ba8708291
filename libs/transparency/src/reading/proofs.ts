import { EVENT_LOG, type EventLog } from '@concord/event-log';
import type { RecordedEvent } from '@concord/kernel';
import { DATABASE_POOL, inTransaction } from '@concord/projections';
import {
  bucketOf,
  consistencyProof,
  EMPTY_ROOT,
  formatTlogProof,
  leafHash,
  nodeHash,
  type ProvenEntry,
  planInclusion,
  STREAM_PROOF_FORMAT,
  type StreamProofFile,
  streamEntry,
  streamKey,
  streamValue,
} from '@concord/proof';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { entryOf } from '../entry.js';
import { PAGE_WIDTH } from '../notary/tree-store.js';
import { STRIP_HEIGHT } from '../strip.js';
import { TreeReader } from './tree-reader.js';

/** That an event is in the log (docs/transparency-log.md). */
export interface EventProof {
  /** Its place in the log, from 0. */
  readonly index: number;
  /** The file that proves it: the text of a `.tlog-proof`. */
  readonly proof: string;
}

interface StreamRow {
  readonly key: Buffer;
  readonly length: string;
  readonly last_index: string;
  readonly head: Buffer;
}

const base64 = (hash: Buffer): string => hash.toString('base64');

/** Makes proofs of what is in the log, and of what is not, against the newest checkpoint. */
@Injectable()
export class Proofs {
  constructor(
    private readonly reader: TreeReader,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  /** That the event is in the log; undefined where no signed checkpoint covers it (yet). */
  async ofEvent(event: string): Promise<EventProof | undefined> {
    return (await this.ofEvents([event])).get(event);
  }

  /** The same for many events, all against one checkpoint; by their ids. What no checkpoint covers (yet) is left out. */
  async ofEvents(events: readonly string[]): Promise<ReadonlyMap<string, EventProof>> {
    const places = await this.reader.placesOf(events);
    const made = new Map<string, EventProof>();
    if (!places) return made;
    const { size, note } = places.checkpoint;
    const planned = [...places.indexes]
      .filter(([, index]) => index < size)
      .map(([event, index]) => ({ event, index, plan: planInclusion(index, size, STRIP_HEIGHT) }));
    const wanted = planned.flatMap(({ plan }) => plan.tiles);
    const strips = await this.reader.strips.ahead(wanted, places.strips);
    for (const { event, index, plan } of planned) {
      made.set(event, { index, proof: formatTlogProof({ index, hashes: plan.roots(strips), checkpoint: note }) });
    }
    return made;
  }

  /** That the tree of one checkpoint is the beginning of that of another (RFC 9162, 2.1.4), from the older size to the newer. */
  async consistency(older: number, newer: number): Promise<readonly string[]> {
    return (await consistencyProof(this.reader.strips, older, newer)).map(base64);
  }

  /**
   * Everything about a stream, with nothing left out, or that there is nothing. Undefined where no notary has worked yet.
   * @param shows whether the holder of the proof may see an event; of others it holds the leaf hash alone
   */
  async ofStream(stream: string, shows: (event: RecordedEvent) => boolean = () => true): Promise<StreamProofFile | undefined> {
    const key = streamKey(stream);
    const found = await inSnapshot(this.pool, (client) => this.placeOf(client, key));
    if (!found) return undefined;
    const { checkpoint, rows, siblings } = found;
    const own = rows.find((row) => row.key.equals(key));
    return {
      ...{ format: STREAM_PROOF_FORMAT, stream, checkpoint, siblings: siblings.map(base64) },
      value: own ? { length: Number(own.length), lastIndex: Number(own.last_index), head: base64(own.head) } : null,
      bucket: rows.map((row) => base64(streamEntry(row.key, valueIn(row)))),
      entries: own ? await this.entriesOf(stream, Number(own.length), shows) : [],
    };
  }

  /** What one snapshot of the tree says: the checkpoint, the bucket of the key, and the way from it to the root. */
  private async placeOf(client: PoolClient, key: Buffer) {
    const checkpoint = await this.reader.checkpoint(client);
    if (!checkpoint) return undefined;
    const [tree, bucket] = [await this.reader.treeId(), bucketOf(key)];
    const { rows } = await client.query<StreamRow>(
      'SELECT key, length, last_index, head FROM concord_transparency.stream WHERE tree = $1 AND bucket = $2 ORDER BY key',
      [tree, bucket],
    );
    const page = Math.floor(bucket / PAGE_WIDTH);
    const buckets = await hashesOf(client, 'bucket', tree, page * PAGE_WIDTH, EMPTY_ROOT);
    const pages = await hashesOf(client, 'page', tree, 0, EMPTY_PAGE);
    const siblings = [...siblingsIn(buckets, bucket % PAGE_WIDTH), ...siblingsIn(pages, page)];
    return { checkpoint: checkpoint.note, rows, siblings };
  }

  private async entriesOf(stream: string, length: number, shows: (event: RecordedEvent) => boolean): Promise<readonly ProvenEntry[]> {
    const entries: ProvenEntry[] = [];
    for await (const event of this.log.readStream(stream)) {
      if (event.revision >= length) break;
      const entry = entryOf(event);
      entries.push(shows(event) ? { entry: entry.toString('utf8') } : { leaf: base64(leafHash(entry)) });
    }
    return entries;
  }
}

const valueIn = ({ length, last_index, head }: StreamRow): Buffer =>
  streamValue({ length: Number(length), lastIndex: Number(last_index), head });

/** The hashes of 256 buckets, or of all pages; those that are not kept are empty. */
async function hashesOf(client: PoolClient, table: 'bucket' | 'page', tree: number, from: number, empty: Buffer): Promise<Buffer[]> {
  const { rows } = await client.query<{ n: number; hash: Buffer }>(
    `SELECT n, hash FROM concord_transparency.${table} WHERE tree = $1 AND n >= $2 AND n < $3`,
    [tree, from, from + PAGE_WIDTH],
  );
  const hashes = new Array<Buffer>(PAGE_WIDTH).fill(empty);
  for (const { n, hash } of rows) hashes[n - from] = hash;
  return hashes;
}

const pairs = (hashes: readonly Buffer[]): readonly Buffer[] =>
  Array.from({ length: hashes.length / 2 }, (_, n) => nodeHash(hashes[2 * n] as Buffer, hashes[2 * n + 1] as Buffer));

/** The siblings on the way up from one of the leaves of a perfect tree. */
function siblingsIn(leaves: readonly Buffer[], index: number): readonly Buffer[] {
  if (leaves.length === 1) return [];
  return [leaves[index ^ 1] as Buffer, ...siblingsIn(pairs(leaves), index >> 1)];
}

const rootOfPerfect = (leaves: readonly Buffer[]): Buffer => (leaves.length === 1 ? (leaves[0] as Buffer) : rootOfPerfect(pairs(leaves)));

const EMPTY_PAGE = rootOfPerfect(new Array<Buffer>(PAGE_WIDTH).fill(EMPTY_ROOT));

/** Reads as of one moment. */
async function inSnapshot<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return work(client);
  });
}
