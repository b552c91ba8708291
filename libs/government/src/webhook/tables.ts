import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { POST_OFFICE_SQL } from './post-office.sql.js';
import { MASTER_KEY_BYTES } from './signature.js';

const MIGRATION_LOCK = '7161115008';

/** Makes the tables of the post office and its key; does nothing where they are. Several processes may call it at once. */
export async function openPostOffice(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (database) => {
    await database.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await database.query(POST_OFFICE_SQL);
    await database.query('INSERT INTO government_post.signing_key (key) VALUES ($1) ON CONFLICT DO NOTHING', [
      randomBytes(MASTER_KEY_BYTES),
    ]);
  });
}

/** The key from which the secrets of all webhooks follow. */
export async function signingKey(dataSource: DataSource): Promise<Buffer> {
  const [row] = await dataSource.query<{ key: Buffer }[]>('SELECT key FROM government_post.signing_key');
  if (!row) throw new Error('The post office has no key: it was never opened');
  return row.key;
}
