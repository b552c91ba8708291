import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder under the system's temporary one, that every user may enter: as root PostgreSQL runs
 * as somebody else, and would keep its cluster away from a folder that is closed to them.
 */
export async function temporaryFolder(prefix: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  await chmod(path, 0o755);
  return path;
}
