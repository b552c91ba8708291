import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Position, type RecordedEvent, START, type Uuid } from '@concord/kernel';
import { DATABASE_POOL } from '@concord/projections';
import { TILE_WIDTH } from '@concord/proof';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { STRIP_LEVELS, STRIPS_OF_A_TILE } from '../strip.js';
import { newestCheckpoint, type Places, placesOf, type SignedCheckpoint } from './newest.js';
import { TreeStrips } from './tree-strips.js';

/** Reads what the notary has written of the log that this platform follows. */
@Injectable()
export class TreeReader {
  /** For those who make proofs. */
  readonly strips: TreeStrips;

  /** Its number in the database, once it is known. */
  private tree: number | undefined;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {
    this.strips = new TreeStrips(pool, () => this.treeId());
  }

  /** The newest checkpoint; undefined where no notary has worked yet. */
  async checkpoint(client: Pick<Pool, 'query'> = this.pool): Promise<SignedCheckpoint | undefined> {
    const tree = await this.treeIfAny();
    return tree === undefined ? undefined : newestCheckpoint(client, tree);
  }

  /** Where events stand by the newest checkpoint; undefined where none has been signed yet. */
  async placesOf(events: readonly string[]): Promise<Places | undefined> {
    const tree = await this.treeIfAny();
    return tree === undefined ? undefined : placesOf(this.pool, tree, events);
  }

  /** The first `width` hashes of a tile as it is served, side by side; undefined where it has not so many. */
  async tile(level: number, n: number, width: number): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<{ hashes: Buffer | null }>(
      `SELECT string_agg(hashes, ''::bytea ORDER BY n) AS hashes FROM concord_transparency.strip
       WHERE tree = $1 AND level = $2 AND n BETWEEN $3 AND $3 + $4 - 1`,
      [await this.treeId(), level * STRIP_LEVELS, n * STRIPS_OF_A_TILE, STRIPS_OF_A_TILE],
    );
    const hashes = rows[0]?.hashes?.subarray(0, width * 32);
    return hashes?.length === width * 32 ? hashes : undefined;
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
  async treeId(): Promise<number> {
    const tree = await this.treeIfAny();
    if (tree === undefined) throw new NoTreeYet();
    return tree;
  }

  private async treeIfAny(): Promise<number | undefined> {
    if (this.tree === undefined) {
      const log: Uuid = await this.log.identity();
      const { rows } = await this.pool.query<{ id: number }>('SELECT id FROM concord_transparency.tree WHERE log = $1', [log]);
      this.tree = rows[0]?.id;
    }
    return this.tree;
  }
}

/** No notary has looked at this log so far: no worker runs, or none of this version. */
export class NoTreeYet extends Error {
  override readonly name = 'NoTreeYet';

  constructor() {
    super('No notary has taken this log into a tree yet: is a worker running?');
  }
}
