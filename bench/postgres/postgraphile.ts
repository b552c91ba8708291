import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { QUERY_CONNECTIONS } from '../../libs/platform/src/storage.js';

/** Undefined where the package is not installed. */
function versionOf(name: string): string | undefined {
  const manifest = join(import.meta.dirname, '../node_modules', name, 'package.json');
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version : undefined;
}

/** Undefined where PostGraphile, or autocannon, which asks it and us, is not installed. */
export const postgraphileVersion = (): string | undefined => versionOf('autocannon') && versionOf('postgraphile');

export interface Postgraphile {
  readonly url: string;
  close(): Promise<void>;
}

/** PostGraphile in a process of its own, with as many connections to the database as our queries have. */
export async function startPostgraphile(databaseUrl: string, schemas: readonly string[]): Promise<Postgraphile> {
  const program = join(import.meta.dirname, 'postgraphile.mjs');
  const child = spawn(process.execPath, [program, databaseUrl, schemas.join(), String(QUERY_CONNECTIONS)], {
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<number | null>((done) => child.once('exit', done));
  const url = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once('line', done);
    void gone.then((code) => fail(new Error(`PostGraphile ended with ${code}`)));
  });
  return {
    url,
    async close() {
      child.kill();
      await gone;
    },
  };
}
