import { Tile, type TileId, type TileReader, tileKey } from '@concord/proof';
import type { Pool } from 'pg';
import { STRIP_HEIGHT } from '../strip.js';

/** Strips that are kept in memory; each takes some 3 kB with what follows from it. */
const MOST_KEPT = 4_000;

/** A strip and where it stands. */
export interface PlacedStrip {
  readonly level: number;
  readonly n: number;
  readonly strip: Tile;
}

interface StripRow {
  readonly level: number;
  readonly n: string;
  readonly hashes: Buffer;
}

const STRIPS = {
  name: 'concord_transparency.strips.1',
  text: `SELECT level, n::text, hashes FROM concord_transparency.strip
    WHERE tree = $1 AND (level, n) IN (SELECT * FROM unnest($2::smallint[], $3::bigint[]))`,
};

/**
 * The strips of a tree for whoever makes proofs. Those that were asked for last stay in memory: a proof shares all but its lowest
 * with others, and nobody else knows those.
 */
export class TreeStrips implements TileReader {
  readonly height = STRIP_HEIGHT;
  /** Those that were used last are at the end. */
  private readonly kept = new Map<string, Tile>();

  constructor(
    private readonly pool: Pool,
    private readonly tree: () => Promise<number>,
  ) {}

  async tile(level: number, n: number, width: number): Promise<Tile> {
    const strip = (await this.ahead([{ level, n, width }])).get(tileKey(level, n));
    if (!strip) throw new Error(`There is no strip ${n} of level ${level}`);
    return strip;
  }

  /**
   * Strips that are all asked for at once, by `tileKey`; those that there are not are left out.
   * @param known those that the caller has already
   */
  async ahead(wanted: readonly TileId[], known: readonly PlacedStrip[] = []): Promise<ReadonlyMap<string, Tile>> {
    const found = new Map(known.map(({ level, n, strip }) => [tileKey(level, n), strip]));
    const missing: TileId[] = [];
    for (const id of wanted) {
      const key = tileKey(id.level, id.n);
      const strip = found.get(key) ?? this.recall(key);
      // One of the right edge may have grown since.
      if (strip && strip.width >= id.width) found.set(key, strip);
      else missing.push(id);
    }
    for (const { level, n, strip } of await this.read(missing)) {
      found.set(tileKey(level, n), strip);
      this.keep(tileKey(level, n), strip);
    }
    return found;
  }

  private async read(strips: readonly TileId[]): Promise<readonly PlacedStrip[]> {
    if (strips.length === 0) return [];
    const values = [await this.tree(), strips.map(({ level }) => level), strips.map(({ n }) => n)];
    const { rows } = await this.pool.query<StripRow>({ ...STRIPS, values });
    return rows.map(({ level, n, hashes }) => ({ level, n: Number(n), strip: new Tile(hashes) }));
  }

  private recall(key: string): Tile | undefined {
    const strip = this.kept.get(key);
    if (strip) this.keep(key, strip);
    return strip;
  }

  private keep(key: string, strip: Tile): void {
    this.kept.delete(key);
    this.kept.set(key, strip);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}
