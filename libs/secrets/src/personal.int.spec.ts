import { randomBytes } from 'node:crypto';
import { keyOfPerson, type PersonalText } from '@concord/kernel';
import { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { SecretBroken, SecretDestroyed } from './errors.js';
import { statedKey } from './master-key.js';
import { openPersonal, sealPersonal } from './personal.js';
import { PostgresSecrets } from './postgres-secrets.js';

interface Story {
  readonly narrative: PersonalText;
  readonly evidence: readonly { readonly name: PersonalText; readonly sha256: string }[];
}

const STREAM = 'consumer.complaint/torn-kite';
const PATHS = ['narrative', 'evidence.*.name'];

describe('What belongs to a person in an event', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let secrets: PostgresSecrets;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new Pool({ connectionString: database.url, max: 2 });
    secrets = await PostgresSecrets.open(pool, statedKey('the key of this test', randomBytes(32).toString('base64')));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const story = (): object => ({
    transactionId: 'kites',
    narrative: 'It was torn.',
    evidence: ['ana-at-home.jpg', 'bill.pdf'].map((name) => ({ name, sha256: 'a' })),
    claim: { amount: null },
  });
  const sealed = (person: string, paths: readonly string[] = PATHS) =>
    sealPersonal(secrets, person, STREAM, story(), paths) as Promise<Story>;

  it('is ciphertext, each text for itself, and the rest stays as it was', async () => {
    const told = await sealed('ana');
    expect(told).toEqual({
      ...story(),
      narrative: { sealed: expect.any(String) },
      evidence: [1, 2].map(() => ({ name: { sealed: expect.any(String) }, sha256: 'a' })),
    });
    expect(JSON.stringify(told)).not.toMatch(/torn|jpg|pdf/);
  });

  it('opens where it belongs and nowhere else', async () => {
    const { narrative, evidence } = await sealed('ben');
    const open = (path: string, text: PersonalText, stream = STREAM) => openPersonal(secrets, 'ben', stream, path, text);
    expect(await open('narrative', narrative)).toBe('It was torn.');
    expect(await open('evidence.1.name', evidence[1]!.name)).toBe('bill.pdf');
    await expect(open('evidence.0.name', evidence[1]!.name)).rejects.toBeInstanceOf(SecretBroken);
    await expect(open('narrative', narrative, 'consumer.complaint/another')).rejects.toBeInstanceOf(SecretBroken);
  });

  it('seals no text that is not there', async () => {
    const paths = ['reason', 'claim.amount', 'evidence.*.comment', 'claim.*.name', 'narrative.deeper'];
    expect(await sealed('cleo', paths)).toEqual(story());
    expect(await openPersonal(secrets, 'cleo', STREAM, 'reason', null)).toBeNull();
    const { rows } = await pool.query('SELECT 1 FROM concord_secrets.key WHERE subject = $1', [keyOfPerson('cleo')]);
    expect(rows).toEqual([]);
  });

  it('is read as it was written where it was written before there were keys', async () => {
    expect(await openPersonal(secrets, 'dora', STREAM, 'narrative', 'In the open.')).toBe('In the open.');
  });

  it('is gone with the key, and nothing is sealed for that person any more', async () => {
    const { narrative } = await sealed('eva');
    const ofAnother = await sealed('finn');
    await secrets.destroy(keyOfPerson('eva'));
    expect(await openPersonal(secrets, 'eva', STREAM, 'narrative', narrative)).toBeNull();
    await expect(sealed('eva')).rejects.toBeInstanceOf(SecretDestroyed);
    expect(await openPersonal(secrets, 'finn', STREAM, 'narrative', ofAnother.narrative)).toBe('It was torn.');
  });
});
