import type { Client } from 'pg';
import { connect } from './connection.js';
import { codeOf } from './errors.js';
import { isSame } from './files.js';

/** The first half of the keys of our advisory locks, which live in the database `postgres`. */
const OURS = 0x436f_6e63;
const PRESENT = 1;
const OWNER = 2;
const SETTING_UP = 3;

/** A PostgreSQL answers, and it is not the one of this cluster or does not let us in, for a reason that waiting does not change. */
export class Refusal {
  constructor(readonly cause: unknown) {}
}

/** PostgreSQL: too many connections; starting, stopping or recovering. All of these pass. */
const PASSING = /^(53300|57P0\d)$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

function refusalOf(cause: unknown): Refusal | undefined {
  const code = codeOf(cause);
  return code && SQLSTATE.test(code) && !PASSING.test(code) ? new Refusal(cause) : undefined;
}

/**
 * A process that uses the server says so with a lock that PostgreSQL holds for its connection. The
 * lock ends with the process, however it ends: so the last to leave knows that it is the last, no
 * number of a dead process is ever mistaken for a living owner, and a killed owner leaves no trace.
 */
export class Presence {
  private constructor(
    readonly client: Client,
    /** At most one process at a time: who came first. */
    readonly owner: boolean,
  ) {}

  /** Enters the server. @returns undefined where none takes queries (yet, or any more) */
  static async enter(url: string, cluster: string): Promise<Presence | Refusal | undefined> {
    let client: Client;
    try {
      client = await connect(url);
    } catch (error) {
      return refusalOf(error);
    }
    try {
      const folder = await client.query<{ data_directory: string }>('SHOW data_directory');
      if (!(await isSame(folder.rows[0]?.data_directory ?? '', cluster))) {
        await client.end();
        return new Refusal('it serves another folder');
      }
      // Waits while the last of the others is stopping the server, which then breaks this connection.
      await client.query('SELECT pg_advisory_lock_shared($1, $2)', [OURS, PRESENT]);
      return new Presence(client, await locks(client, OWNER));
    } catch (error) {
      await client.end().catch(() => undefined);
      return refusalOf(error);
    }
  }

  /** Runs what only one process may do at a time. */
  async alone<T>(work: (client: Client) => Promise<T>): Promise<T> {
    await this.client.query('SELECT pg_advisory_lock($1, $2)', [OURS, SETTING_UP]);
    try {
      return await work(this.client);
    } finally {
      await this.client.query('SELECT pg_advisory_unlock($1, $2)', [OURS, SETTING_UP]);
    }
  }

  /** Whether nobody else is here; then nobody can come in either, until this connection ends. Where the server is gone, nobody is asked. */
  isLast(): Promise<boolean> {
    return locks(this.client, PRESENT).catch(() => false);
  }

  async leave(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

async function locks(client: Client, what: number): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [OURS, what]);
  return rows[0]?.got === true;
}
