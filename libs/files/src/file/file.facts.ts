import { type Fold, ignored } from '@concord/kernel';
import type { FileEvent } from './file.events.js';

/** What a decision may have to know of a file. */
export interface FileFacts {
  /** Whether there is a file with this digest. */
  readonly stored: boolean;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/** Reads them by the digest: `load(fileFacts, sha256)` among the facts of a decision. */
export const fileFacts: Fold<FileFacts, FileEvent> = {
  name: 'files.file',
  initialState: { stored: false, size: 0, mediaType: '' },
  evolve: (facts, event) => (event.type === 'files.file.FileStored' ? { stored: true, ...event.data } : ignored(facts, event.type)),
};
