import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from './csv.js';

const FOLDER = join('libs', 'reference-data', 'data');

/** The build compiles code and copies no data: from `dist` as from `libs`, the files lie in the folder of the workspace above. */
function pathOf(file: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; ; folder = dirname(folder)) {
    const path = join(folder, FOLDER, file);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) {
      throw new Error(`Concord is installed incompletely: there is no ${join(FOLDER, file)} in any folder above ${here}`);
    }
  }
}

/** @throws Error when the file was not shipped with the code. */
export const readTable = (file: string): readonly Readonly<Record<string, string>>[] => parseCsv(readFileSync(pathOf(file), 'utf8'));
