import type { Place } from './norm-uri.js';

/** Norms that notes speak of, by their ids; one that is not there is named by its id. */
export type KnownPlaces = ReadonlyMap<string, Place>;

/** Finds norms for links. */
export type FindPlaces = (ids: readonly string[]) => Promise<KnownPlaces>;
