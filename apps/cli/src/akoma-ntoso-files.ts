import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isRejection, type Rejection } from '@concord/kernel';
import { decodeXml, readAkomaNtoso } from '@concord/legal-text';
import type { ReadFile } from '@concord/modules/government';

const EXTENSIONS = ['.xml', '.akn'];

export interface Files {
  readonly read: readonly ReadFile[];
  readonly refused: readonly { readonly file: string; readonly reason: Rejection }[];
}

/** A file, or all files of Akoma Ntoso in a folder and those in it, by their names. */
async function filesAt(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && EXTENSIONS.includes(extname(entry.name).toLowerCase()));
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** Reads the files one after the other; one that cannot be read keeps none of the others back. */
export async function readFiles(paths: readonly string[]): Promise<Files> {
  const read: ReadFile[] = [];
  const refused: Files['refused'][number][] = [];
  for (const file of (await Promise.all(paths.map(filesAt))).flat()) {
    const xml = decodeXml(await readFile(file));
    const reading = isRejection(xml) ? xml : readAkomaNtoso(xml);
    if (isRejection(reading)) refused.push({ file, reason: reading });
    else read.push({ file, ...reading });
  }
  return { read, refused };
}
