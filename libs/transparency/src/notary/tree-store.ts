import type { Position, Uuid } from '@concord/kernel';
import { BucketTree } from '@concord/proof';
import type { PoolClient } from 'pg';
import { STRIP_WIDTH } from '../strip.js';
import { RightEdge, type StripRow } from './right-edge.js';

/** Buckets whose hashes make one page of the map. */
export const PAGE_WIDTH = 256;

/** The tree of a log, as far as it has come. */
export interface TreeRow {
  readonly id: number;
  readonly origin: string;
  readonly size: number;
  /** Of the last event in the tree. */
  readonly position: Position;
  /** The number of the key that signs. */
  readonly signer: number;
}

interface StoredTree {
  readonly id: number;
  readonly origin: string;
  readonly size: string;
  readonly position: string;
  readonly signer: number;
}

const SELECT = 'SELECT id, origin, size::text, position::text, signer FROM concord_transparency.tree WHERE log = $1';

/** The tree of this log, made where there is none. Whoever asks for it holds it until the transaction ends. */
export async function treeOf(client: PoolClient, log: Uuid): Promise<TreeRow> {
  await client.query('INSERT INTO concord_transparency.tree (log, origin) VALUES ($1, $2) ON CONFLICT DO NOTHING', [log, `concord/${log}`]);
  const { rows } = await client.query<StoredTree>(`${SELECT} FOR UPDATE`, [log]);
  const [{ size, position, ...tree }] = rows as [StoredTree];
  return { ...tree, size: Number(size), position: position as Position };
}

async function stripAt(client: PoolClient, tree: number, level: number, n: number): Promise<Buffer> {
  const { rows } = await client.query<{ hashes: Buffer }>(
    'SELECT hashes FROM concord_transparency.strip WHERE tree = $1 AND level = $2 AND n = $3',
    [tree, level, n],
  );
  if (!rows[0]) throw new Error(`The tree of the log lacks the strip ${n} of level ${level}`);
  return rows[0].hashes;
}

/** The right edge of the tree as it is kept. */
export const edgeOf = (client: PoolClient, { id, size }: TreeRow): Promise<RightEdge> =>
  RightEdge.at(size, (level, n) => stripAt(client, id, level, n));

/** The hash of the last leaf; undefined in an empty tree. */
export async function lastLeaf(client: PoolClient, { id, size }: TreeRow): Promise<Buffer | undefined> {
  if (size === 0) return undefined;
  const index = size - 1;
  const strip = await stripAt(client, id, 0, Math.floor(index / STRIP_WIDTH));
  const at = (index % STRIP_WIDTH) * 32;
  return strip.subarray(at, at + 32);
}

/** The map of streams as it is kept. */
export async function mapOf(client: PoolClient, { id }: TreeRow): Promise<BucketTree> {
  const map = new BucketTree();
  const { rows } = await client.query<{ n: number; hash: Buffer }>('SELECT n, hash FROM concord_transparency.bucket WHERE tree = $1', [id]);
  for (const { n, hash } of rows) map.set(n, hash);
  return map;
}

/** What one step adds to a tree. */
export interface Step {
  readonly size: number;
  readonly position: Position;
  readonly strips: readonly StripRow[];
  readonly events: readonly { readonly id: Uuid; readonly index: number }[];
  /** Where the bundles begin that begin in this step. */
  readonly bundles: readonly { readonly n: number; readonly after: Position }[];
  readonly buckets: ReadonlyMap<number, Buffer>;
  readonly pages: ReadonlyMap<number, Buffer>;
  /** The number of the key that signed. */
  readonly signer: number;
  /** The signed checkpoint. */
  readonly note: string;
}

/** Writes a step in the transaction in which the tree is held. */
export async function writeStep(client: PoolClient, { id }: TreeRow, step: Step): Promise<void> {
  const { strips, events, bundles, buckets, pages } = step;
  await client.query('UPDATE concord_transparency.tree SET size = $2, position = $3, signer = $4 WHERE id = $1', [
    id,
    step.size,
    step.position,
    step.signer,
  ]);
  await client.query(
    `INSERT INTO concord_transparency.strip (tree, level, n, hashes)
     SELECT DISTINCT ON (level, n) $1, level, n, hashes FROM unnest($2::smallint[], $3::bigint[], $4::bytea[]) AS t (level, n, hashes)
     ORDER BY level, n, length(hashes) DESC
     ON CONFLICT (tree, level, n) DO UPDATE SET hashes = excluded.hashes`,
    [id, strips.map(({ level }) => level), strips.map(({ n }) => n), strips.map(({ hashes }) => hashes)],
  );
  await client.query('INSERT INTO concord_transparency.leaf (tree, event, index) SELECT $1, * FROM unnest($2::uuid[], $3::bigint[])', [
    id,
    events.map((event) => event.id),
    events.map(({ index }) => index),
  ]);
  await client.query('INSERT INTO concord_transparency.bundle (tree, n, after) SELECT $1, * FROM unnest($2::bigint[], $3::bigint[])', [
    id,
    bundles.map(({ n }) => n),
    bundles.map(({ after }) => after),
  ]);
  await writeHashes(client, 'bucket', id, buckets);
  await writeHashes(client, 'page', id, pages);
  await client.query('INSERT INTO concord_transparency.checkpoint (tree, size, note) VALUES ($1, $2, $3)', [id, step.size, step.note]);
}

async function writeHashes(client: PoolClient, table: 'bucket' | 'page', tree: number, hashes: ReadonlyMap<number, Buffer>): Promise<void> {
  await client.query(
    `INSERT INTO concord_transparency.${table} (tree, n, hash) SELECT $1, * FROM unnest($2::int[], $3::bytea[])
     ON CONFLICT (tree, n) DO UPDATE SET hash = excluded.hash`,
    [tree, [...hashes.keys()], [...hashes.values()]],
  );
}
