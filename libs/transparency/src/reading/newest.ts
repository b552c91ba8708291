import { Tile } from '@concord/proof';
import type { Pool } from 'pg';
import { STRIP_WIDTH } from '../strip.js';
import type { PlacedStrip } from './tree-strips.js';

/** A signed checkpoint with the cosignatures that it has. */
export interface SignedCheckpoint {
  readonly size: number;
  /** The note: checkpoint, signature of the log, cosignatures. */
  readonly note: string;
}

/** Where events stand by the newest checkpoint, all as of one moment. */
export interface Places {
  readonly checkpoint: SignedCheckpoint;
  /** By their ids; those that are not in the tree (yet) are left out. */
  readonly indexes: ReadonlyMap<string, number>;
  /** The two lowest strips above each. */
  readonly strips: readonly PlacedStrip[];
}

interface CheckpointRow {
  readonly size: string;
  readonly note: string;
  readonly lines: string[];
}

interface PlaceRow extends CheckpointRow {
  /** Null, as all that follows, where no event was found. */
  readonly event: string | null;
  readonly index: string;
  readonly leaves: Buffer;
  /** Null in a tree that has no full strip. */
  readonly parents: Buffer | null;
}

const CHECKPOINT = `
  SELECT c.size::text, c.note, ARRAY(
    SELECT s.line FROM concord_transparency.cosignature s WHERE s.tree = c.tree AND s.size = c.size ORDER BY s.witness) AS lines
  FROM concord_transparency.checkpoint c WHERE c.tree = $1 ORDER BY c.size DESC LIMIT 1`;

const NEWEST = { name: 'concord_transparency.newest.1', text: CHECKPOINT };

const hashesOf = (level: number, leaves: number): string =>
  `(SELECT s.hashes FROM concord_transparency.strip s WHERE s.tree = l.tree AND s.level = ${level} AND s.n = l.index / ${leaves})`;

/** The array stands in a query of its own so that one plan is good for any number of events, and is made once a connection. */
const PLACES = {
  name: 'concord_transparency.places.1',
  text: `SELECT c.size, c.note, c.lines, l.event, l.index::text,
      ${hashesOf(0, STRIP_WIDTH)} AS leaves, ${hashesOf(1, STRIP_WIDTH ** 2)} AS parents
    FROM (${CHECKPOINT}) c
    LEFT JOIN concord_transparency.leaf l ON l.tree = $1 AND l.event = ANY ((SELECT $2::uuid[])::uuid[])`,
};

const signedOf = ({ size, note, lines }: CheckpointRow): SignedCheckpoint => ({
  size: Number(size),
  note: note + lines.map((line) => `${line}\n`).join(''),
});

function stripsAbove({ index, leaves, parents }: { readonly index: number; readonly leaves: Buffer; readonly parents: Buffer | null }) {
  const strips: PlacedStrip[] = [{ level: 0, n: Math.floor(index / STRIP_WIDTH), strip: new Tile(leaves) }];
  if (parents) strips.push({ level: 1, n: Math.floor(index / STRIP_WIDTH ** 2), strip: new Tile(parents) });
  return strips;
}

/** The newest checkpoint of a tree; undefined where none has been signed. */
export async function newestCheckpoint(client: Pick<Pool, 'query'>, tree: number): Promise<SignedCheckpoint | undefined> {
  const { rows } = await client.query<CheckpointRow>({ ...NEWEST, values: [tree] });
  return rows[0] && signedOf(rows[0]);
}

/** Where events stand in a tree; undefined where no checkpoint has been signed. One way to the database, for a proof needs no other. */
export async function placesOf(client: Pick<Pool, 'query'>, tree: number, events: readonly string[]): Promise<Places | undefined> {
  const { rows } = await client.query<PlaceRow>({ ...PLACES, values: [tree, events] });
  if (!rows[0]) return undefined;
  const places = rows.flatMap(({ event, index, ...row }) => (event === null ? [] : [{ ...row, event, index: Number(index) }]));
  return {
    checkpoint: signedOf(rows[0]),
    indexes: new Map(places.map(({ event, index }) => [event, index])),
    strips: places.flatMap(stripsAbove),
  };
}
