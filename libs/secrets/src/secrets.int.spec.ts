import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { SecretBroken, SecretDestroyed, SecretsKeyUnusable } from './errors.js';
import { statedKey } from './master-key.js';
import { PostgresSecrets } from './postgres-secrets.js';
import { openSealed } from './sealed.js';

const keyOf = (text: string) => statedKey('the key of this test', text);
const newKey = () => randomBytes(32).toString('base64');
let next = 0;
const fresh = (): string => `ballot/${++next}`;

describe('What is sealed', () => {
  const key = newKey();
  const pools: Pool[] = [];
  let database: FreshDatabase;
  let here: PostgresSecrets;
  let there: PostgresSecrets;

  const connect = (): Pool => {
    const pool = new Pool({ connectionString: database.url, max: 4 });
    pools.push(pool);
    return pool;
  };
  const node = (): Promise<PostgresSecrets> => PostgresSecrets.open(connect(), keyOf(key));

  beforeAll(async () => {
    database = await freshDatabase();
    [here, there] = await Promise.all([node(), node()]);
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  it('opens to the same text, in every process and after a restart', async () => {
    const subject = fresh();
    const again = await node();
    for (const text of ['', 'APPROVE', 'ü 紙 \u0000\u0080', 'x'.repeat(255), 'x'.repeat(256), 'long '.repeat(10_000)]) {
      const sealed = await here.seal(subject, 'member-1', text);
      for (const one of [here, there, again]) expect(await one.open(subject, 'member-1', sealed)).toBe(text);
    }
  });

  it('tells nothing: neither its text, nor whether two texts are the same, nor how long a short one is', async () => {
    const subject = fresh();
    const sealed = await Promise.all(['APPROVE', 'APPROVE', 'DISAPPROVE'].map((text) => here.seal(subject, 'member-1', text)));
    expect(new Set(sealed).size).toBe(3);
    expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
    expect(sealed.join()).not.toContain(Buffer.from('APPROVE').toString('base64url'));
  });

  it('opens for no other place and under no other subject', async () => {
    const [subject, other] = [fresh(), fresh()];
    const sealed = await here.seal(subject, 'member-1', 'APPROVE');
    await here.seal(other, 'member-1', 'APPROVE');
    await expect(here.open(subject, 'member-2', sealed)).rejects.toBeInstanceOf(SecretBroken);
    await expect(here.open(other, 'member-1', sealed)).rejects.toBeInstanceOf(SecretBroken);
  });

  it('does not open when a single letter of it is another, is missing or was added', async () => {
    const subject = fresh();
    const sealed = await here.seal(subject, 'member-1', 'APPROVE');
    const changed = Array.from(sealed, (letter, at) => sealed.slice(0, at) + (letter === 'A' ? 'B' : 'A') + sealed.slice(at + 1));
    for (const other of [...changed, sealed.slice(0, -1), `${sealed}A`, `${sealed}=`, '', 'AQ']) {
      await expect(here.open(subject, 'member-1', other)).rejects.toBeInstanceOf(SecretBroken);
    }
  });

  it('is sealed under one key by those who use it first at once', async () => {
    const subjects = Array.from({ length: 20 }, fresh);
    const racing = subjects.flatMap((subject) =>
      [here, there, here, there].map(async (one) => ({
        subject,
        sealed: await one.seal(subject, 'p', subject),
        digest: await one.digest(subject, 'x'),
      })),
    );
    const all = await Promise.all(racing);
    const late = await node();
    for (const { subject, sealed, digest } of all) {
      expect(await late.open(subject, 'p', sealed)).toBe(subject);
      expect(await late.digest(subject, 'x')).toBe(digest);
    }
  });

  it('opens to nobody once the key is destroyed, and nothing is sealed any more', async () => {
    const [subject, unused] = [fresh(), fresh()];
    const sealed = await here.seal(subject, 'member-1', 'APPROVE');
    for (const destroyed of [subject, subject, unused]) await here.destroy(destroyed);
    for (const one of [here, there, await node()]) {
      expect([await one.open(subject, 'member-1', sealed), await one.reveal(subject)]).toEqual([null, null]);
      await expect(one.seal(subject, 'member-1', 'APPROVE')).rejects.toBeInstanceOf(SecretDestroyed);
      await expect(one.seal(unused, 'member-1', 'APPROVE')).rejects.toBeInstanceOf(SecretDestroyed);
      await expect(one.digest(subject, 'APPROVE')).rejects.toBeInstanceOf(SecretDestroyed);
    }
    const { rows } = await (pools[0] as Pool).query('SELECT wrapped FROM concord_secrets.key WHERE subject = $1', [subject]);
    expect(rows).toEqual([{ wrapped: null }]);
  });

  it('is not opened with what a look still brings that began before the key was destroyed', async () => {
    const subject = fresh();
    const sealed = await there.seal(subject, 'member-1', 'APPROVE');
    await Promise.all([here.open(subject, 'member-1', sealed), here.destroy(subject), here.open(subject, 'member-1', sealed)]);
    expect(await here.open(subject, 'member-1', sealed)).toBeNull();
  });

  it('opens to everybody with the key that was revealed, without a database', async () => {
    const subject = fresh();
    const sealed = await here.seal(subject, 'member-1', 'APPROVE');
    const revealed = (await there.reveal(subject)) as string;
    expect(revealed).toMatch(/^[\w-]{43}$/);
    expect(openSealed(revealed, subject, 'member-1', sealed)).toBe('APPROVE');
    const wrong: Parameters<typeof openSealed>[] = [
      [randomBytes(32).toString('base64url'), subject, 'member-1', sealed],
      ['no key', subject, 'member-1', sealed],
      [revealed, fresh(), 'member-1', sealed],
      [revealed, subject, 'member-2', sealed],
    ];
    for (const one of wrong) expect(() => openSealed(...one)).toThrow(SecretBroken);
  });

  it('has no key to reveal before the first use', async () => {
    const subject = fresh();
    expect([await here.reveal(subject), await here.open(subject, 'p', 'AQ')]).toEqual([null, null]);
    const { rowCount } = await (pools[0] as Pool).query('SELECT FROM concord_secrets.key WHERE subject = $1', [subject]);
    expect(rowCount).toBe(0);
  });

  it('has a digest that only its own subject gives, in every process the same', async () => {
    const [subject, other] = [fresh(), fresh()];
    const digest = await here.digest(subject, 'APPROVE');
    expect(digest).toMatch(/^[\w-]{43}$/);
    expect(await there.digest(subject, 'APPROVE')).toBe(digest);
    expect(await here.digest(subject, 'ABSTAIN')).not.toBe(digest);
    expect(await here.digest(other, 'APPROVE')).not.toBe(digest);
  });

  it('stays closed to whoever starts with another master key', async () => {
    const wrong = PostgresSecrets.open(connect(), keyOf(newKey()));
    await expect(wrong).rejects.toBeInstanceOf(SecretsKeyUnusable);
    await expect(wrong).rejects.toThrow('The secrets in the database are kept under another key than the key of this test');
  });

  it('lies under one master key, also when two start at first with different ones', async () => {
    const empty = await freshDatabase();
    const both = [1, 2].map(() => new Pool({ connectionString: empty.url, max: 2 }));
    const results = await Promise.allSettled(both.map((pool) => PostgresSecrets.open(pool, keyOf(newKey()))));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await Promise.all(both.map((pool) => pool.end()));
    await empty.drop();
  });
});
