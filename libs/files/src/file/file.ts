import { aggregate, type Outcome, on } from '@concord/kernel';
import { StoreFile } from './file.commands.js';
import { type FileEvent, fileEvents } from './file.events.js';
import { type FileFacts, fileFacts } from './file.facts.js';

/** The same bytes are one file, and stay what they were called first. */
function store({ size, mediaType }: StoreFile, { stored }: FileFacts): Outcome<FileEvent> {
  return stored ? [] : [{ type: 'files.file.FileStored', data: { size, mediaType } }];
}

/** A file that others can name: evidence, an attachment. */
export const file = aggregate<FileFacts, FileEvent>({
  ...fileFacts,
  events: fileEvents,
  // Who may see a file follows from what carries it; that somebody handed it in is for those who audit.
  disclosedTo: (_, reader) => reader?.kind === 'AUDITOR',
  decisions: [on(StoreFile, 'fileId', store)],
});
