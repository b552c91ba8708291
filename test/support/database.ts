import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface FreshDatabase {
  /** Connection string of the database's owner, who is no superuser. */
  readonly url: string;
  /** Connection string of the superuser to the same database. */
  readonly superuserUrl: string;
  /** Removes the database, cutting off who is still connected. */
  drop(): Promise<void>;
}

/** An empty database of a suite's own, owned by the role `concord`, on the PostgreSQL of this run. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env.TEST_SUPERUSER_URL;
  const owner = process.env.TEST_OWNER_URL;
  if (!server || !owner) throw new Error('No PostgreSQL of this test run: test/support/global-setup.ts has not run');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(server, `CREATE DATABASE ${name} OWNER concord`);
  return {
    url: inDatabase(owner, name),
    superuserUrl: inDatabase(server, name),
    drop: () => asSuperuser(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
