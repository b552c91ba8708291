import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Position, type RecordedEvent, START, type Uuid } from '@concord/kernel';
import { DATABASE_POOL } from '@concord/projections';
import { TILE_WIDTH, type TileId, type TileReader } from '@concord/proof';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';

/** A signed checkpoint with the cosignatures that it has. */
export interface SignedCheckpoint {
  readonly size: number;
  /** The note: checkpoint, signature of the log, cosignatures. */
  readonly note: string;
}

interface CheckpointRow {
  readonly size: string;
  readonly note: string;
  readonly lines: string[];
}

const CHECKPOINT = `
  SELECT c.size::text, c.note, ARRAY(
    SELECT s.line FROM concord_transparency.cosignature s WHERE s.tree = c.tree AND s.size = c.size ORDER BY s.witness) AS lines
  FROM concord_transparency.checkpoint c WHERE c.tree = (SELECT id FROM concord_transparency.tree WHERE log = $1)`;

const signedOf = ({ size, note, lines }: CheckpointRow): SignedCheckpoint => ({
  size: Number(size),
  note: note + lines.map((line) => `${line}\n`).join(''),
});

/** Reads what the notary has written of the log that this platform follows. */
@Injectable()
export class TreeReader {
  private tree: Promise<number> | undefined;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  /** The hashes of tiles. */
  readonly tiles: TileReader = {
    hashes: async (level, n, width) => (await this.tile(level, n, width)) ?? Promise.reject(new Error(`There is no tile ${level}/${n}`)),
  };

  /** The newest checkpoint; undefined where no notary has worked yet. */
  async checkpoint(client: Pick<Pool, 'query'> = this.pool): Promise<SignedCheckpoint | undefined> {
    const { rows } = await client.query<CheckpointRow>(`${CHECKPOINT} ORDER BY c.size DESC LIMIT 1`, [await this.log.identity()]);
    return rows[0] && signedOf(rows[0]);
  }

  /** The first `width` hashes of a tile, side by side; undefined where it has not so many. */
  async tile(level: number, n: number, width: number): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<{ hashes: Buffer }>(
      'SELECT hashes FROM concord_transparency.tile WHERE tree = $1 AND level = $2 AND n = $3',
      [await this.treeId(), level, n],
    );
    const hashes = rows[0]?.hashes.subarray(0, width * 32);
    return hashes?.length === width * 32 ? hashes : undefined;
  }

  /** Tiles that are all asked for at once. */
  async ahead(tiles: readonly TileId[]): Promise<TileReader> {
    const { rows } = await this.pool.query<{ level: number; n: string; hashes: Buffer }>(
      `SELECT level, n::text, hashes FROM concord_transparency.tile
       WHERE tree = $1 AND (level, n) IN (SELECT * FROM unnest($2::smallint[], $3::bigint[]))`,
      [await this.treeId(), tiles.map(({ level }) => level), tiles.map(({ n }) => n)],
    );
    const known = new Map(rows.map(({ level, n, hashes }) => [`${level}/${n}`, hashes]));
    return {
      hashes: async (level, n, width) =>
        known.get(`${level}/${n}`)?.subarray(0, width * 32) ?? Promise.reject(new Error(`There is no tile ${level}/${n}`)),
    };
  }

  /** The places of events in the tree, by their ids; those that are not in it (yet) are left out. */
  async indexesOf(events: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<{ event: string; index: string }>(
      'SELECT event, index::text FROM concord_transparency.leaf WHERE tree = $1 AND event = ANY($2::uuid[])',
      [await this.treeId(), events],
    );
    return new Map(rows.map(({ event, index }) => [event, Number(index)]));
  }

  /** The events of a bundle as the log holds them, at most `width`; undefined where the tree has not so many. */
  async bundle(n: number, width: number): Promise<readonly RecordedEvent[] | undefined> {
    const { rows } = await this.pool.query<{ after: Position; size: string }>(
      `SELECT b.after::text, t.size::text FROM concord_transparency.bundle b JOIN concord_transparency.tree t ON t.id = b.tree
       WHERE b.tree = $1 AND b.n = $2`,
      [await this.treeId(), n],
    );
    const [row] = rows;
    if (!row || n * TILE_WIDTH + width > Number(row.size)) return undefined;
    const events: RecordedEvent[] = [];
    for await (const event of this.log.readAll({ after: row.after })) if (events.push(event) === width) break;
    return events;
  }

  /** The first event that no checkpoint covers yet; undefined where all are covered. */
  async firstUncovered(): Promise<RecordedEvent | undefined> {
    const { rows } = await this.pool.query<{ position: Position }>('SELECT position::text FROM concord_transparency.tree WHERE log = $1', [
      await this.log.identity(),
    ]);
    for await (const event of this.log.readAll({ after: rows[0]?.position ?? START })) return event;
    return undefined;
  }

  /** The newest checkpoint if this witness has not signed it, and the size of the newest that it has signed. */
  async unsignedBy(witness: string): Promise<{ readonly note: string | null; readonly size: number; readonly known: number }> {
    const { rows } = await this.pool.query<{ note: string; size: string; known: string | null }>(
      `SELECT c.note, c.size::text, (
         SELECT max(s.size)::text FROM concord_transparency.cosignature s WHERE s.tree = c.tree AND s.witness = $2) AS known
       FROM concord_transparency.checkpoint c WHERE c.tree = $1 ORDER BY c.size DESC LIMIT 1`,
      [await this.treeId(), witness],
    );
    const [row] = rows;
    const [size, known] = [Number(row?.size ?? 0), Number(row?.known ?? 0)];
    // A checkpoint of nothing says nothing.
    return { note: row && size > known ? row.note : null, size, known };
  }

  /** A witness has signed the checkpoint of this size. */
  async keepCosignature(size: number, witness: string, line: string): Promise<void> {
    await this.pool.query(
      'INSERT INTO concord_transparency.cosignature (tree, size, witness, line) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [await this.treeId(), size, witness, line],
    );
  }

  /** The keys that have signed for the log, in order. */
  async keys(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ vkey: string }>(
      `SELECT k.vkey FROM concord_transparency.signing_key k JOIN concord_transparency.tree t ON t.id = k.tree
       WHERE k.tree = $1 AND k.number <= t.signer ORDER BY k.number`,
      [await this.treeId()],
    );
    return rows.map(({ vkey }) => vkey);
  }

  /** @throws NoTreeYet */
  treeId(): Promise<number> {
    this.tree ??= this.find().catch((error: unknown) => {
      this.tree = undefined;
      throw error;
    });
    return this.tree;
  }

  private async find(): Promise<number> {
    const { rows } = await this.pool.query<{ id: number }>('SELECT id FROM concord_transparency.tree WHERE log = $1', [
      (await this.log.identity()) satisfies Uuid,
    ]);
    if (!rows[0]) throw new NoTreeYet();
    return rows[0].id;
  }
}

/** No notary has looked at this log so far: no worker runs, or none of this version. */
export class NoTreeYet extends Error {
  override readonly name = 'NoTreeYet';

  constructor() {
    super('No notary has taken this log into a tree yet: is a worker running?');
  }
}
