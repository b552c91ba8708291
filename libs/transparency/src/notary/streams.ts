import { bucketHash, bucketOf, NO_HEAD, nextHead, streamEntry, streamKey, streamValue } from '@concord/proof';
import type { PoolClient } from 'pg';

/** A leaf and the event behind it, as far as the map of streams has to know. */
export interface StreamStep {
  readonly stream: string;
  readonly revision: number;
  readonly index: number;
  readonly leaf: Buffer;
}

interface Head {
  readonly bucket: number;
  readonly key: Buffer;
  length: number;
  lastIndex: number;
  head: Buffer;
  changed: boolean;
}

interface HeadRow {
  readonly bucket: number;
  readonly key: Buffer;
  readonly length: string;
  readonly last_index: string;
  readonly head: Buffer;
}

/** The log holds what no log can hold: somebody has changed it. */
export class LogBroken extends Error {
  override readonly name = 'LogBroken';
}

const headOf = ({ bucket, key, length, last_index, head }: HeadRow): Head => ({
  ...{ bucket, key, head, changed: false },
  ...{ length: Number(length), lastIndex: Number(last_index) },
});

/** Goes on with one stream. @throws LogBroken where the event is not the next one */
function step(head: Head, { stream, revision, index, leaf }: StreamStep): void {
  if (revision !== head.length) {
    throw new LogBroken(`Event ${index} of the log has revision ${revision} of ${stream}, where ${head.length} would follow`);
  }
  head.length++;
  head.lastIndex = index;
  head.head = nextHead(head.head, leaf);
  head.changed = true;
}

/**
 * Moves the map of streams on (docs/transparency-log.md): for each stream its length, its last leaf and its head.
 * @returns the new hash of each bucket that is another now
 */
export async function moveStreams(client: PoolClient, tree: number, steps: readonly StreamStep[]): Promise<ReadonlyMap<number, Buffer>> {
  const keys = new Map<string, Buffer>();
  for (const { stream } of steps) if (!keys.has(stream)) keys.set(stream, streamKey(stream));
  const buckets = [...new Set([...keys.values()].map(bucketOf))];
  const { rows } = await client.query<HeadRow>(
    'SELECT bucket, key, length, last_index, head FROM concord_transparency.stream WHERE tree = $1 AND bucket = ANY($2::int[])',
    [tree, buckets],
  );
  const heads = new Map(rows.map((row) => [row.key.toString('latin1'), headOf(row)]));
  for (const next of steps) {
    const key = keys.get(next.stream) as Buffer;
    const name = key.toString('latin1');
    const head = heads.get(name) ?? { bucket: bucketOf(key), key, length: 0, lastIndex: 0, head: NO_HEAD, changed: false };
    heads.set(name, head);
    step(head, next);
  }
  const all = [...heads.values()];
  await keep(
    client,
    tree,
    all.filter(({ changed }) => changed),
  );
  return hashesOf(all);
}

async function keep(client: PoolClient, tree: number, heads: readonly Head[]): Promise<void> {
  await client.query(
    `INSERT INTO concord_transparency.stream AS s (tree, bucket, key, length, last_index, head)
     SELECT $1, * FROM unnest($2::int[], $3::bytea[], $4::bigint[], $5::bigint[], $6::bytea[])
     ON CONFLICT (tree, bucket, key) DO UPDATE SET length = excluded.length, last_index = excluded.last_index, head = excluded.head`,
    [
      tree,
      heads.map(({ bucket }) => bucket),
      heads.map(({ key }) => key),
      heads.map(({ length }) => length),
      heads.map(({ lastIndex }) => lastIndex),
      heads.map(({ head }) => head),
    ],
  );
}

function hashesOf(heads: readonly Head[]): ReadonlyMap<number, Buffer> {
  const byBucket = new Map<number, Head[]>();
  for (const head of heads) {
    const others = byBucket.get(head.bucket);
    if (others) others.push(head);
    else byBucket.set(head.bucket, [head]);
  }
  const hashes = new Map<number, Buffer>();
  for (const [bucket, members] of byBucket) {
    members.sort((a, b) => Buffer.compare(a.key, b.key));
    hashes.set(bucket, bucketHash(members.map((member) => streamEntry(member.key, streamValue(member)))));
  }
  return hashes;
}
