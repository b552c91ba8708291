import type { DomainEvent, EventCatalogue } from '@concord/kernel';

/* The name of the type below is stored for ever. */
/** A file was handed in. Its id is the SHA-256 digest of its bytes, which are kept beside the log. */
export type FileStored = DomainEvent<
  'files.file.FileStored',
  {
    /** In bytes. */
    readonly size: number;
    /** As it was stated with the upload (RFC 6838); nobody has looked whether that is so. */
    readonly mediaType: string;
  }
>;

export type FileEvent = FileStored;

/** Most files are handed in while norms are made; those of complaints bear their phase in the complaint. */
export const fileEvents: EventCatalogue<FileEvent> = { 'files.file.FileStored': { phase: 'BEFORE', version: 1 } };
