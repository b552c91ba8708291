import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProposedEvent } from '@concord/kernel';
import { temporaryFolder } from '../../test/support/folders.js';

const run = promisify(execFile);

const SCRIPT = `INSERT INTO plain (id, stream, revision, type, schema_version, data, metadata)
VALUES (gen_random_uuid(), :stream, 0, :type, 1, :data, :metadata);
`;
/** One for each core is what its manual advises; more of them only take turns. */
const THREADS = '2';

/** The version of pgbench, or undefined when it is not installed. */
export async function pgbenchVersion(): Promise<string | undefined> {
  try {
    return (await run('pgbench', ['--version'])).stdout.trim();
  } catch {
    return undefined;
  }
}

/** The password is nobody's business who lists the processes. */
function environmentFor(url: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname } = new URL(url);
  const server = { PGHOST: hostname, PGPORT: port, PGDATABASE: pathname.slice(1) };
  return { ...process.env, ...server, PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password) };
}

/**
 * Transactions in a second of pgbench, which inserts one row in each, prepared: as fast as a client in C gets it done.
 * @throws Error with what pgbench says when it fails
 */
export async function pgbench(url: string, clients: number, transactions: number, event: ProposedEvent): Promise<number> {
  const folder = await temporaryFolder('concord-pgbench-');
  const script = join(folder, 'insert.sql');
  const values = {
    stream: `bench.sample/${event.id}`,
    type: event.type,
    data: JSON.stringify(event.data),
    metadata: JSON.stringify(event.metadata),
  };
  const defined = Object.entries(values).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  try {
    await writeFile(script, SCRIPT);
    const load = ['-c', String(clients), '-j', THREADS, '-t', String(transactions)];
    const { stdout } = await run('pgbench', ['-n', '-M', 'prepared', '-f', script, ...load, ...defined], { env: environmentFor(url) });
    const [, speed] = /^tps = ([\d.]+)/m.exec(stdout) ?? [];
    if (speed === undefined) throw new Error(`pgbench tells no speed:\n${stdout}`);
    return Number(speed);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
