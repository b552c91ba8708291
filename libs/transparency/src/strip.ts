import { TILE_HEIGHT } from '@concord/proof';

/*
 * How the tree is kept (schema.sql.ts): in strips of 16 hashes, each a short row, where a tile as it is served has 256. A proof reads
 * and hashes little of them, and the one at the right edge costs little to write again.
 */

/** Levels of the tree in one strip. */
export const STRIP_HEIGHT = 4;

/** Hashes in a full strip. */
export const STRIP_WIDTH = 2 ** STRIP_HEIGHT;

/** Levels of strips in one level of tiles. */
export const STRIP_LEVELS = TILE_HEIGHT / STRIP_HEIGHT;

/** Strips that make a tile as it is served. */
export const STRIPS_OF_A_TILE = 2 ** (TILE_HEIGHT - STRIP_HEIGHT);
