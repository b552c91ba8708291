import type { Client } from 'pg';
import { APPLICATION_DATABASE, APPLICATION_ROLE } from './connection.js';
import type { Credentials } from './credentials.js';

/** Makes the role and the database of the application where an earlier start did not get so far. */
export async function createApplicationDatabase(client: Client, credentials: Credentials): Promise<void> {
  const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APPLICATION_ROLE]);
  if (role.rowCount === 0) {
    await client.query(`CREATE ROLE ${APPLICATION_ROLE} LOGIN PASSWORD ${client.escapeLiteral(credentials.concord)}`);
  }
  const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [APPLICATION_DATABASE]);
  if (database.rowCount === 0) await client.query(`CREATE DATABASE ${APPLICATION_DATABASE} OWNER ${APPLICATION_ROLE}`);
}
