import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '@concord/kernel';
import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import { decrypt, derive, encrypt, KEY_BYTES } from './cipher.js';
import { SecretDestroyed, SecretsKeyUnusable } from './errors.js';
import { KeyCache } from './key-cache.js';
import type { MasterKey } from './master-key.js';
import { migrateSecrets } from './schema.js';
import { openSealed, sealUnder } from './sealed.js';

/** What a subject's key is used for. They are apart, so that revealing the one gives nobody the other. */
interface Keys {
  readonly seal: Buffer;
  readonly digest: Buffer;
}

/** Keys in PostgreSQL, each wrapped under the master key with its subject. */
export class PostgresSecrets implements Secrets {
  private readonly cache = new KeyCache<Keys>();
  /** A page of complaints asks for the keys of all complainants at once. The cache is another one, which forgets. */
  private readonly wrapped = new DataLoader((subjects: readonly string[]) => this.wrappedOf(subjects), { cache: false });

  private constructor(
    private readonly pool: Pool,
    private readonly wrap: Buffer,
  ) {}

  /**
   * Makes the tables where they are missing. The first master key that comes is the one for ever.
   * @param pool stays its opener's to end
   * @throws SecretsKeyUnusable when the master key is another than the one in use, or cannot be read
   */
  static async open(pool: Pool, masterKey: MasterKey): Promise<PostgresSecrets> {
    await migrateSecrets(pool);
    const key = await masterKey.read((await fingerprintIn(pool)) === undefined);
    const own = derive(key, 'fingerprint');
    await pool.query('INSERT INTO concord_secrets.master_key (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [own]);
    const inUse = await fingerprintIn(pool);
    if (!inUse || !timingSafeEqual(inUse, own)) {
      throw new SecretsKeyUnusable(
        `The secrets in the database are kept under another key than ${masterKey.name}: start with the key that was in use before`,
      );
    }
    return new PostgresSecrets(pool, derive(key, 'wrap'));
  }

  async seal(subject: string, place: string, text: string): Promise<string> {
    return sealUnder((await this.madeOf(subject)).seal, subject, place, text);
  }

  async open(subject: string, place: string, sealed: string): Promise<string | null> {
    const key = await this.reveal(subject);
    return key === null ? null : openSealed(key, subject, place, sealed);
  }

  async digest(subject: string, text: string): Promise<string> {
    return createHmac('sha256', (await this.madeOf(subject)).digest)
      .update(text)
      .digest('base64url');
  }

  async reveal(subject: string): Promise<string | null> {
    return (await this.known(subject))?.seal.toString('base64url') ?? null;
  }

  async destroy(subject: string): Promise<void> {
    try {
      await this.pool.query(
        `INSERT INTO concord_secrets.key (subject, destroyed_at) VALUES ($1, clock_timestamp())
         ON CONFLICT (subject) DO UPDATE SET wrapped = NULL, destroyed_at = clock_timestamp() WHERE key.destroyed_at IS NULL`,
        [subject],
      );
    } finally {
      this.cache.forget(subject);
    }
  }

  private known(subject: string): Promise<Keys | null> {
    return this.cache.get(subject, async () => {
      const wrapped = await this.wrapped.load(subject);
      if (!wrapped) return null;
      const key = decrypt(this.wrap, subject, wrapped);
      return { seal: derive(key, 'seal'), digest: derive(key, 'digest') };
    });
  }

  private async wrappedOf(subjects: readonly string[]): Promise<(Buffer | null)[]> {
    const { rows } = await this.pool.query<{ subject: string; wrapped: Buffer | null }>(
      'SELECT subject, wrapped FROM concord_secrets.key WHERE subject = ANY($1)',
      [subjects],
    );
    const found = new Map(rows.map(({ subject, wrapped }) => [subject, wrapped]));
    return subjects.map((subject) => found.get(subject) ?? null);
  }

  /** Of those who make a key at once, in whatever process, the first wins, and the others take what it made. */
  private async madeOf(subject: string): Promise<Keys> {
    const known = await this.known(subject);
    if (known) return known;
    await this.pool.query('INSERT INTO concord_secrets.key (subject, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      subject,
      encrypt(this.wrap, subject, randomBytes(KEY_BYTES)),
    ]);
    this.cache.forget(subject);
    const made = await this.known(subject);
    if (!made) throw new SecretDestroyed(subject);
    return made;
  }
}

async function fingerprintIn(pool: Pool): Promise<Buffer | undefined> {
  const { rows } = await pool.query<{ fingerprint: Buffer }>('SELECT fingerprint FROM concord_secrets.master_key');
  return rows[0]?.fingerprint;
}
