import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/embedded-postgres.js';
import { temporaryFolder } from './folders.js';
import { copyPreparedCluster, prepareCluster } from './prepared-cluster.js';

/** The one PostgreSQL of a run of the tests. Setup and teardown share a process but not their modules: the global object holds it. */
interface SharedServer {
  readonly server: EmbeddedPostgres;
  readonly dataDir: string;
}

const PREFIX = 'concord-suites-';
const ABANDONED_AFTER_MS = 60_000;

const KEY = Symbol.for('concord.test.shared-server');
const holder = globalThis as { [KEY]?: SharedServer };

/** The tests of durability start servers of their own: this one may forget what it has when the machine fails. */
const IN_A_HURRY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export async function startSharedServer(): Promise<EmbeddedPostgres> {
  await removeAbandoned();
  const dataDir = await temporaryFolder(PREFIX);
  try {
    await prepareCluster(join(dataDir, 'prepared'));
    await copyPreparedCluster(dataDir);
    const server = await EmbeddedPostgres.open({ dataDir, serverSettings: IN_A_HURRY });
    holder[KEY] = { server, dataDir };
    return server;
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

export async function stopSharedServer(): Promise<void> {
  const shared = holder[KEY];
  if (!shared) return;
  delete holder[KEY];
  try {
    await shared.server.close();
  } finally {
    await rm(shared.dataDir, { recursive: true, force: true });
  }
}

/** A run that was killed leaves its server behind. Whoever comes to own it on opening is alone there, and clears it away. */
async function removeAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const dataDir of names.map((name) => join(tmpdir(), name))) {
    try {
      if (Date.now() - (await stat(dataDir)).mtimeMs < ABANDONED_AFTER_MS) continue;
      const server = await EmbeddedPostgres.open({ dataDir });
      await server.close();
      if (server.owned) await rm(dataDir, { recursive: true, force: true });
    } catch {
      // Another user's, or being cleared away by another run: none of ours to mend.
    }
  }
}
