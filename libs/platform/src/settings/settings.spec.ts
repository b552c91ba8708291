import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BadSettings, environmentOf, loadSettings } from './load-settings.js';
import { Settings } from './settings.js';
import { variablesOf } from './variable.js';

const example = readFileSync(join(import.meta.dirname, '../../../../.env.example'), 'utf8');
const exampleLines = [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const);

const key = randomBytes(32).toString('base64');

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadSettings(env);
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
}

test('without a word, everything is local, embedded and ready to be tried out', () => {
  expect(loadSettings({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    dataDir: resolve('.concord'),
    databaseUrl: undefined,
    demoIssuer: true,
    introspection: true,
    worker: true,
    bodyLimit: 1_048_576,
  });
});

test('an empty variable counts as unset', () => {
  expect(loadSettings({ PORT: '', CONCORD_DATABASE_URL: ' ', CONCORD_DEMO_ISSUER: '' })).toEqual(loadSettings({}));
});

test('a file .env is read where there is one, and a variable of the environment beats it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concord-env-'));
  expect(environmentOf(folder, { PORT: '1' })).toEqual({ PORT: '1' });
  await writeFile(join(folder, '.env'), '# mine\nPORT=2\nHOST=0.0.0.0\n');
  expect(environmentOf(folder, { PORT: '1' })).toEqual({ PORT: '1', HOST: '0.0.0.0' });
  await rm(folder, { recursive: true });
});

describe('a value that is kept in a file', () => {
  let folder = '';
  const fileOf = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concord-secret-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is read as if it stood in the variable, without the end of its line', async () => {
    const url = await fileOf('url', 'postgresql://me:secret@host/db\n');
    const rest = { CONCORD_SECRETS_KEY: key, CONCORD_DEMO_ISSUER: 'true' };
    const fromFile = loadSettings({ ...rest, CONCORD_DATABASE_URL_FILE: url });
    expect(fromFile).toEqual(loadSettings({ ...rest, CONCORD_DATABASE_URL: 'postgresql://me:secret@host/db' }));
    expect(loadSettings({ CONCORD_SECRETS_KEY_FILE: await fileOf('key', `${key}\n`) }).secretsKey).toBe(key);
    expect(loadSettings({ CONCORD_MAX_DEPTH_FILE: await fileOf('depth', '7') }).maxDepth).toBe(7);
  });

  test('cannot be stated beside the variable itself', async () => {
    const url = await fileOf('url', 'postgresql://me:secret@host/db');
    expect(
      problemsOf({ CONCORD_DATABASE_URL_FILE: url, CONCORD_DATABASE_URL: 'postgresql://host/db', CONCORD_DEMO_ISSUER: 'true' }),
    ).toEqual([`CONCORD_DATABASE_URL_FILE is "${url}", but CONCORD_DATABASE_URL is set as well: set one of them`]);
  });

  test('must be there, and not be empty', async () => {
    const missing = join(folder, 'missing');
    expect(problemsOf({ CONCORD_AUDIENCE_FILE: missing })).toEqual([
      expect.stringMatching(/^CONCORD_AUDIENCE_FILE is ".*missing": the file cannot be read \(ENOENT/),
    ]);
    const empty = await fileOf('empty', ' \n');
    expect(problemsOf({ CONCORD_AUDIENCE_FILE: empty })).toEqual([
      `CONCORD_AUDIENCE_FILE is "${empty}": the file is empty; it must hold the value of CONCORD_AUDIENCE`,
    ]);
  });

  test('is not repeated in an error', async () => {
    const secret = await fileOf('secret', 'pa55word');
    const problems = problemsOf({ CONCORD_DATABASE_URL_FILE: secret });
    expect(problems).toEqual([expect.stringContaining(`CONCORD_DATABASE_URL was read from the file "${secret}": it must be a connection`)]);
    expect(problems.join()).not.toContain('pa55word');
  });

  test('is a setting of ours: files of other programs stay theirs, and an unknown one is refused', () => {
    expect(loadSettings({ POSTGRES_PASSWORD_FILE: '/nowhere', PORT_FILE: '/nowhere' })).toEqual(loadSettings({}));
    expect(problemsOf({ CONCORD_DATADIR_FILE: '/nowhere' })).toEqual([expect.stringMatching(/^CONCORD_DATADIR_FILE is no setting/)]);
  });
});

test('values are read in their own type', () => {
  const settings = loadSettings({ PORT: '0', CONCORD_WORKER: 'false', CONCORD_MAX_DEPTH: '7', CONCORD_DATA_DIR: '/srv/concord' });
  expect(settings).toMatchObject({ port: 0, worker: false, maxDepth: 7, dataDir: '/srv/concord' });
});

test('production hides the schema unless told otherwise', () => {
  expect(loadSettings({ NODE_ENV: 'production' }).introspection).toBe(false);
  expect(loadSettings({ NODE_ENV: 'production', CONCORD_INTROSPECTION: 'true' }).introspection).toBe(true);
});

test('every bad value is listed, with its variable, the value and the rule', () => {
  expect(problemsOf({ PORT: '70000', CONCORD_WORKER: 'yes', CONCORD_MAX_DEPTH: '1.5', CONCORD_LOG_LEVEL: 'loud' })).toEqual([
    'PORT is "70000": it must be a whole number from 0 to 65535',
    'CONCORD_LOG_LEVEL is "loud": it must be one of the following values: fatal, error, warn, info, debug, trace, silent',
    'CONCORD_MAX_DEPTH is "1.5": it must be a whole number from 1 to 100',
    'CONCORD_WORKER is "yes": it must be a boolean value',
  ]);
});

test('an unknown CONCORD_ variable is refused by name, and a variable of others is not ours to judge', () => {
  expect(problemsOf({ CONCORD_DATADIR: '/srv', SOMETHING: 'else' })).toEqual([
    expect.stringMatching(/^CONCORD_DATADIR is no setting\. The settings are .*CONCORD_DATA_DIR/),
  ]);
});

test('a password in a bad connection string is not repeated', () => {
  const problems = problemsOf({ CONCORD_DATABASE_URL: 'mysql://me:se:cr@et@host/db' });
  expect(problems).toEqual([expect.stringContaining('CONCORD_DATABASE_URL is "mysql://me:…@host/db": it must be a connection string')]);
});

test('the log is in the same database, or in an EventStoreDB that is reached safely', () => {
  for (const good of ['postgres', 'esdb://log:secret@a.example:2113,b.example:2113', 'esdb://localhost:2113?tls=false&log=trial']) {
    expect(loadSettings({ CONCORD_EVENT_LOG: good }).eventLog).toBe(good);
  }
  const problemWith = (url: string): readonly string[] => problemsOf({ CONCORD_EVENT_LOG: url });
  expect(problemWith('mysql')).toEqual(['CONCORD_EVENT_LOG is "mysql": it must be postgres, or begin with esdb:// or esdb+discover://']);
  expect(problemWith('esdb://a.example')).toEqual([expect.stringContaining('must name a user and a password')]);
  expect(problemWith('esdb://a.example?tls=false')).toEqual([expect.stringContaining('must not say tls=false')]);
  expect(problemWith('esdb://log:se:cret@a.example?tls=maybe')).toEqual([
    'CONCORD_EVENT_LOG is "esdb://log:…@a.example?tls=maybe": it has tls=maybe, which is neither true nor false',
  ]);
});

describe('who may come in', () => {
  const jwks = { CONCORD_JWKS_URL: 'https://id.example/jwks', CONCORD_ISSUER: 'https://id.example' };
  const database = { CONCORD_DATABASE_URL: 'postgresql://me:secret@host/db', CONCORD_SECRETS_KEY: key };

  test('a real issuer switches the demo issuer off', () => {
    expect(loadSettings(jwks).demoIssuer).toBe(false);
    expect(loadSettings({ ...jwks, ...database }).demoIssuer).toBe(false);
  });

  test('the demo issuer cannot be switched on beside a real one', () => {
    expect(problemsOf({ ...jwks, CONCORD_DEMO_ISSUER: 'true' })).toEqual([expect.stringContaining('CONCORD_DEMO_ISSUER is "true" beside')]);
  });

  test('with neither issuer the platform does not start, and says how to go on', () => {
    const how = expect.stringMatching(/set CONCORD_JWKS_URL and CONCORD_ISSUER .* or CONCORD_DEMO_ISSUER to true/);
    expect(problemsOf(database)).toEqual([how]);
    expect(problemsOf({ CONCORD_DEMO_ISSUER: 'false' })).toEqual([how]);
    expect(loadSettings({ ...database, CONCORD_DEMO_ISSUER: 'true' }).demoIssuer).toBe(true);
  });

  test('the address of the keys and the issuer belong together', () => {
    expect(problemsOf({ CONCORD_ISSUER: 'https://id.example' })).toEqual([expect.stringContaining('CONCORD_JWKS_URL is not set')]);
    expect(problemsOf({ CONCORD_JWKS_URL: 'https://id.example/jwks' })).toEqual([expect.stringContaining('CONCORD_ISSUER is not set')]);
  });

  test('keys come over https, except on the loopback', () => {
    expect(problemsOf({ ...jwks, CONCORD_JWKS_URL: 'http://id.example/jwks' })).toEqual([expect.stringContaining('begins with https://')]);
    expect(problemsOf({ ...jwks, CONCORD_JWKS_URL: 'http://127.0.0.1.evil.example/jwks' })).toHaveLength(1);
    expect(problemsOf({ ...jwks, CONCORD_JWKS_URL: 'http://127.0.0.1:9000/jwks' })).toEqual([]);
    expect(problemsOf({ ...jwks, CONCORD_JWKS_URL: 'http://[::1]:9000/jwks' })).toEqual([]);
  });
});

describe('the key of the secrets', () => {
  test('lies in the data folder unless it is stated, in base64 or base64url', () => {
    expect(loadSettings({}).secretsKey).toBeUndefined();
    for (const text of [key, Buffer.from(key, 'base64').toString('base64url')]) {
      expect(loadSettings({ CONCORD_SECRETS_KEY: text }).secretsKey).toBe(text);
    }
  });

  test('has to be stated beside a database of your own, which several processes may share', () => {
    expect(problemsOf({ CONCORD_DATABASE_URL: 'postgresql://host/db', CONCORD_DEMO_ISSUER: 'true' })).toEqual([
      expect.stringMatching(/^CONCORD_SECRETS_KEY is not set beside CONCORD_DATABASE_URL: .*openssl rand -base64 32/),
    ]);
  });

  test('is 32 bytes, and is not repeated in an error', () => {
    for (const text of ['correct horse', key.slice(4), `${key}${key}`]) {
      expect(problemsOf({ CONCORD_SECRETS_KEY: text })).toEqual([
        'CONCORD_SECRETS_KEY is "…": it must be 32 bytes in base64, as `openssl rand -base64 32` makes them',
      ]);
    }
  });
});

test('.env.example names the same variables as the settings', () => {
  const names = variablesOf(Settings).map(({ name }) => name);
  expect(exampleLines.map(([name]) => name).sort()).toEqual([...names].sort());
});

test('the defaults that .env.example shows are those that hold', () => {
  expect(loadSettings(Object.fromEntries(exampleLines))).toEqual(loadSettings({}));
});

test('trusted proxies are addresses and networks, and nothing else', () => {
  const accepted = ['127.0.0.1', '127.0.0.1, 10.0.0.0/8', '::1,fd00::/8'];
  for (const list of accepted) expect(loadSettings({ CONCORD_TRUSTED_PROXIES: list }).trustedProxies).toBe(list);
  for (const list of ['true', 'caddy', '10.0.0.0/33', '10.0.0.0/8/8', '127.0.0.1,']) {
    expect(problemsOf({ CONCORD_TRUSTED_PROXIES: list })).toEqual([
      `CONCORD_TRUSTED_PROXIES is "${list}": it must be IP addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8`,
    ]);
  }
});
