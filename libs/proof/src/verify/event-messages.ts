import type { EventsReport } from './event-check.js';

/** What a thread that checks events is started with. */
export interface ThreadData {
  /** For what does not fit into memory. */
  readonly folder: string;
  readonly parts: number;
  /** The key that is trusted. */
  readonly key: string;
}

/** Entries behind one another, and by their number where each ends, its index, the hash that the tree has there, and whether it is changed. */
export interface EventPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly indices: Float64Array<ArrayBuffer>;
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly changed: Uint8Array<ArrayBuffer>;
}

/** To the thread. */
export type Ask = { readonly kind: 'page'; readonly page: EventPage } | { readonly kind: 'conclude' };

/** From the thread: a page has been taken, a part has been concluded, all is done. */
export type Tell =
  | { readonly kind: 'taken' }
  | { readonly kind: 'part'; readonly done: number }
  | { readonly kind: 'report'; readonly report: EventsReport };
