import { stat } from 'node:fs/promises';
import { DirectorySource } from './directory-source.js';
import { ExportSource } from './export-source.js';
import { type HttpOptions, HttpSource } from './http-source.js';
import { type Source, SourceUnavailable } from './source.js';

/** A log at an address that begins with http:// or https://, in a folder, or in the file of an export. @throws SourceUnavailable */
export async function openSource(where: string, options: HttpOptions = {}): Promise<Source> {
  if (/^https?:\/\//i.test(where)) {
    if (!URL.canParse(where)) throw new SourceUnavailable(`${where} is no address`);
    return new HttpSource(where, options);
  }
  try {
    return (await stat(where)).isDirectory() ? new DirectorySource(where) : new ExportSource(where);
  } catch (error) {
    throw new SourceUnavailable(`${where} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
