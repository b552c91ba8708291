import { Client } from 'pg';
import { SUPERUSER } from './cluster.js';
import type { Credentials } from './credentials.js';

export const APPLICATION_ROLE = 'concord';
export const APPLICATION_DATABASE = 'concord';

/** `sslmode` is named, lest a PGSSLMODE of the environment asks for TLS, which a server on the loopback does not offer. */
const urlOf = (role: string, password: string, port: number, database: string): string =>
  `postgresql://${role}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;

export const applicationUrl = (credentials: Credentials, port: number): string =>
  urlOf(APPLICATION_ROLE, credentials.concord, port, APPLICATION_DATABASE);

export const superuserUrl = (credentials: Credentials, port: number, database = 'postgres'): string =>
  urlOf(SUPERUSER, credentials.superuser, port, database);

const ANSWER_WITHIN_MS = 5_000;

/** A connection that says nothing when it breaks: who uses it learns it from the next query. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_WITHIN_MS, application_name: 'concord-embedded' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
