import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type OpenedLog, openEventLog } from '@concord/event-log';
import type { ProposedEvent, RecordedEvent } from '@concord/kernel';
import {
  BucketTree,
  bucketHash,
  bucketOf,
  leafHash,
  nextHead,
  parseCheckpoint,
  parseNote,
  rootOf,
  streamEntry,
  streamKey,
  streamValue,
} from '@concord/proof';
import { PostgresSecrets, statedKey } from '@concord/secrets';
import { Client, Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.js';
import { entryOf } from '../entry.js';
import { Notary } from '../notary/notary.js';
import { SigningKeys } from '../notary/signing-keys.js';
import { TreeReader } from '../reading/tree-reader.js';
import { TRANSPARENCY_SQL } from '../schema.sql.js';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A log with what a notary needs, in a database of its own. */
export class Notarised {
  readonly log: OpenedLog['log'];
  readonly reader: TreeReader;

  private constructor(
    readonly database: FreshDatabase,
    readonly pool: Pool,
    readonly superuser: Client,
    readonly secretsKey: string,
    readonly keys: SigningKeys,
    private readonly opened: OpenedLog,
  ) {
    this.log = opened.log;
    this.reader = new TreeReader(pool, this.log);
  }

  /** @param address where the log is; in the database, when left out */
  static async open(address?: string): Promise<Notarised> {
    const database = await freshDatabase();
    const [pool, superuser] = [new Pool({ connectionString: database.url, max: 8 }), new Client(database.superuserUrl)];
    await superuser.connect();
    await pool.query(TRANSPARENCY_SQL);
    const key = randomBytes(32).toString('base64');
    const secrets = await PostgresSecrets.open(pool, statedKey('the key', key));
    return new Notarised(database, pool, superuser, key, new SigningKeys(secrets), await openEventLog(address ?? database.url));
  }

  notary(
    signed: (signal: AbortSignal) => void = () => undefined,
    runtimeLog: ConstructorParameters<typeof Notary>[0]['runtimeLog'] = quiet,
  ): Notary {
    return new Notary({ pool: this.pool, log: this.log, keys: this.keys, runtimeLog, signed });
  }

  async append(stream: string, events: readonly ProposedEvent[], revision = -1): Promise<void> {
    await this.log.append(stream, revision, events);
  }

  /** Waits until a checkpoint covers so many events. */
  async until(size: number): Promise<string> {
    for (;;) {
      const checkpoint = await this.reader.checkpoint().catch(() => undefined);
      if (checkpoint && checkpoint.size >= size) return checkpoint.note;
      await pause(50);
    }
  }

  async events(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.log.readAll()) events.push(event);
    return events;
  }

  async close(): Promise<void> {
    await this.opened.close();
    await this.pool.end();
    await this.superuser.end();
    await this.database.drop();
  }
}

/** What a checkpoint of these events says, computed without any of what the notary uses to keep it. */
export function computed(events: readonly RecordedEvent[]): { readonly root: string; readonly streams: string } {
  const leaves = events.map((event) => leafHash(entryOf(event)));
  const heads = new Map<string, { length: number; lastIndex: number; head: Buffer }>();
  for (const [index, { stream }] of events.entries()) {
    const before = heads.get(stream) ?? { length: 0, lastIndex: 0, head: Buffer.alloc(32) };
    heads.set(stream, { length: before.length + 1, lastIndex: index, head: nextHead(before.head, leaves[index] as Buffer) });
  }
  const buckets = new Map<number, Buffer[]>();
  for (const [stream, head] of heads) {
    const key = streamKey(stream);
    buckets.set(bucketOf(key), [...(buckets.get(bucketOf(key)) ?? []), streamEntry(key, streamValue(head))]);
  }
  const map = new BucketTree();
  for (const [n, entries] of buckets) map.set(n, bucketHash(entries.sort(Buffer.compare)));
  return { root: rootOf(leaves).toString('hex'), streams: map.root().toString('hex') };
}

/** What a signed checkpoint says. */
export function saidBy(note: string): { readonly size: number; readonly root: string; readonly streams: string } {
  const { size, root, streams } = parseCheckpoint(parseNote(note).text);
  return { size, root: root.toString('hex'), streams: streams?.toString('hex') ?? '' };
}
