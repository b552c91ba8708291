import { execFile } from 'node:child_process';
import { appendFile, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/embedded-postgres.js';

/*
 * Making a cluster takes PostgreSQL a second of the processor and many waits for the disk. So a run makes one, empty, and its
 * platforms begin with a copy of it in their data folder. How a cluster is made has tests of its own, beside the code.
 */
const VARIABLE = 'TEST_PREPARED_CLUSTER';

/** What a process has written outlives it, however it ends, and no test takes the power from the machine. */
const WITHOUT_WAITING_FOR_THE_DISK = '\nfsync = off\nfull_page_writes = off\n';

/**
 * Makes the cluster of this run. Where PostgreSQL has to keep its files in another place, there is none.
 * @param dataDir a folder that is not there yet
 */
export async function prepareCluster(dataDir: string): Promise<void> {
  await (await EmbeddedPostgres.open({ dataDir })).close();
  const cluster = join(dataDir, 'postgres');
  if (!(await lstat(cluster)).isDirectory()) return;
  await appendFile(join(cluster, 'postgresql.conf'), WITHOUT_WAITING_FOR_THE_DISK);
  process.env[VARIABLE] = dataDir;
}

/** Puts a copy into an empty data folder. Without a prepared cluster it stays empty, and who opens it makes one. */
export async function copyPreparedCluster(dataDir: string): Promise<void> {
  const prepared = process.env[VARIABLE];
  if (prepared) await promisify(execFile)('cp', ['-a', `${prepared}/.`, dataDir]);
}
