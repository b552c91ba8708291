import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretsKeyUnusable } from './errors.js';
import { keptKey, keyFrom } from './master-key.js';

test('a key is 32 bytes in base64 or base64url', () => {
  const bytes = Buffer.concat([Buffer.alloc(3, 0xff), randomBytes(29)]);
  for (const text of [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('base64').slice(0, -1)]) {
    expect(keyFrom(text)).toEqual(bytes);
  }
  for (const text of ['', 'secret', bytes.toString('hex'), bytes.subarray(1).toString('base64'), `${bytes.toString('base64')}==`]) {
    expect(keyFrom(text)).toBeUndefined();
  }
});

describe('The key in a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concord-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made at the first use, for its owner alone, and the same for all who come at once', async () => {
    const inside = join(folder, 'data');
    const keys = await Promise.all([1, 2, 3, 4].map(() => keptKey(inside).read(true)));
    for (const key of [...keys, await keptKey(inside).read(false)]) expect(key).toEqual(keys[0]);
    expect(keys[0]).toHaveLength(32);
    expect((await stat(join(inside, 'secrets.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(inside)).toEqual(['secrets.key']);
    expect(keyFrom((await readFile(join(inside, 'secrets.key'), 'utf8')).trim())).toEqual(keys[0]);
  });

  it('is never made a second time', async () => {
    const gone = keptKey(folder).read(false);
    await expect(gone).rejects.toBeInstanceOf(SecretsKeyUnusable);
    await expect(gone).rejects.toThrow(/secrets\.key, the key of the secrets in the database, is gone\. Put it back/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is damaged, or lies where nobody can read it, is refused, and not repeated', async () => {
    const path = join(folder, 'secrets.key');
    await writeFile(path, 'half-a-key');
    const damaged: unknown = await keptKey(folder)
      .read(true)
      .catch((error: unknown) => error);
    expect(String(damaged)).toMatch(/secrets\.key is no key: it must be 32 bytes in base64$/);
    expect(String(damaged)).not.toContain('half');
    await expect(keptKey(path).read(true)).rejects.toThrow(/can be neither read nor made \(ENOTDIR\)/);
  });
});
