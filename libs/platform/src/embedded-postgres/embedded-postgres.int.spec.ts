import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { temporaryFolder } from '../../../../test/support/folders.js';
import { runTypeScript, type TestProcess } from '../../../../test/support/processes.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { readPostmasterPid } from './postmaster-pid.js';

const OPENER = 'libs/platform/src/embedded-postgres/testing/opener.ts';

/** A folder with a database in it, made once and copied by the tests that begin with one. */
let model: string;
let dataDir: string;
let opened: EmbeddedPostgres[];
let processes: TestProcess[];

beforeAll(async () => {
  model = await temporaryFolder('concord-embedded-');
  const database = await EmbeddedPostgres.open({ dataDir: model });
  await ask(database.url, ...REMEMBER);
  await database.close();
});

afterAll(() => rm(model, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await temporaryFolder('concord-embedded-');
  opened = [];
  processes = [];
});

afterEach(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  await Promise.all(opened.map((database) => database.close()));
  const left = await readPostmasterPid(join(dataDir, 'postgres'));
  if (left && left.pid !== process.pid) await (await EmbeddedPostgres.open({ dataDir })).close();
  await rm(dataDir, { recursive: true, force: true });
});

const begin = () => promisify(execFile)('cp', ['-a', `${model}/.`, dataDir]);

async function open(): Promise<EmbeddedPostgres> {
  const database = await EmbeddedPostgres.open({ dataDir });
  opened.push(database);
  return database;
}

async function openElsewhere(): Promise<{ process: TestProcess; owned: boolean; url: string }> {
  const process = runTypeScript(OPENER, [dataDir]);
  processes.push(process);
  return { process, ...JSON.parse(await process.line()) };
}

async function ask(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

const REMEMBER = ['CREATE TABLE memory (what text)', "INSERT INTO memory VALUES ('kept')"];
const RECALL = 'SELECT what FROM memory';
const KEPT = [{ what: 'kept' }];
const server = () => readPostmasterPid(join(dataDir, 'postgres'));

test('the first start makes a database, the second finds its data, and close stops the server', async () => {
  const first = await open();
  expect(first.owned).toBe(true);
  expect(await ask(first.url, "SELECT current_user AS who, current_setting('is_superuser') AS superuser")).toEqual([
    { who: 'concord', superuser: 'off' },
  ]);
  const durable = "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit";
  expect(await ask(first.url, durable)).toEqual([{ fsync: 'on', commit: 'on' }]);
  expect(await ask(first.url, "SELECT lower('ÄÉ') AS lower")).toEqual([{ lower: 'äé' }]);
  expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
  await ask(first.url, ...REMEMBER);
  await first.close();
  await first.close();
  expect(await server()).toBeUndefined();

  const second = await open();
  expect(await ask(second.url, RECALL)).toEqual(KEPT);
});

test('a server that a killed process left running is taken over with its data, and stopped at the end', async () => {
  await begin();
  const killed = await openElsewhere();
  await ask(killed.url, "INSERT INTO memory VALUES ('acknowledged')");
  const orphan = await server();
  await killed.process.kill();

  const database = await open();
  expect((await server())?.pid).toBe(orphan?.pid);
  expect(await ask(database.url, RECALL)).toEqual([...KEPT, { what: 'acknowledged' }]);
  await database.close();
  expect(await server()).toBeUndefined();
});

test('after the server itself was killed, the next start recovers what was committed', async () => {
  await begin();
  const killed = await openElsewhere();
  await ask(killed.url, "INSERT INTO memory VALUES ('acknowledged')");
  process.kill((await server())!.pid, 'SIGKILL');
  await killed.process.kill();

  const database = await open();
  expect(await ask(database.url, RECALL)).toEqual([...KEPT, { what: 'acknowledged' }]);
});

test('of two processes that open a new folder at once, one owns the server, and the last to leave stops it', async () => {
  const [one, other] = await Promise.all([openElsewhere(), openElsewhere()]);
  expect([one.owned, other.owned].filter(Boolean)).toHaveLength(1);
  expect(one.url).toBe(other.url);

  const [owner, guest] = one.owned ? [one, other] : [other, one];
  await guest.process.kill('SIGTERM');
  expect(await ask(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await owner.process.kill('SIGTERM');
  expect(await server()).toBeUndefined();
});

test('a process that leaves does not pull the server away from one that uses it, even from one whose connection was cut', async () => {
  await begin();
  const guest = await openElsewhere();
  const database = await open();
  await ask(database.superuserUrl, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'concord-embedded'");
  const present = "SELECT count(*)::int AS present FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted";
  let rows: unknown[] = [];
  while (JSON.stringify(rows) !== '[{"present":2}]') rows = await ask(database.superuserUrl, present);
  await guest.process.kill('SIGTERM');
  expect(await ask(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a postmaster.pid whose number is dead, or belongs to another program now, does not block the start', async () => {
  await begin();
  const first = await open();
  const text = (await server())!.text;
  await first.close();
  const bystander = runTypeScript('test/support/bystander.ts');
  processes.push(bystander);
  await bystander.line();
  for (const pid of [bystander.child.pid!, process.pid, 2 ** 22 + 1, 1]) {
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(file, text.replace(/^\d+/, String(pid)));
    const again = await open();
    expect(await ask(again.url, RECALL)).toEqual(KEPT);
    await again.close();
  }
});

test('what a killed initdb left behind is cleared away, and what a living one is making is not', async () => {
  const dead = join(dataDir, `postgres.init-${2 ** 22 + 1}-x`);
  const alive = join(dataDir, `postgres.init-${process.pid}-x`);
  await mkdir(join(dead, 'data'), { recursive: true });
  await mkdir(alive);
  await open();
  const names = await readdir(dataDir);
  expect(names.filter((name) => name.startsWith('postgres.init-'))).toEqual([`postgres.init-${process.pid}-x`]);
});

test('a start that was cut off before the role and the database were made completes them', async () => {
  await begin();
  const first = await open();
  await ask(first.superuserUrl, 'DROP DATABASE concord');
  await first.close();
  const second = await open();
  expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('lost passwords are a clear error that names the file, and the data stay', async () => {
  await begin();
  const file = join(dataDir, 'postgres.json');
  await rename(file, `${file}.away`);
  await expect(open()).rejects.toThrow(`${file}, which holds the passwords`);
  await rename(`${file}.away`, file);
  expect(await ask((await open()).url, RECALL)).toEqual(KEPT);
});

test('passwords that are not those of the database are an error that names their file, and no server is left running', async () => {
  await begin();
  const file = join(dataDir, 'postgres.json');
  const right = await readFile(file, 'utf8');
  await writeFile(file, '{ "superuser": "wrong", "concord": "wrong" }');
  await expect(open()).rejects.toThrow(/password authentication failed[\s\S]*postgres\.json/);
  expect(await server()).toBeUndefined();
  await writeFile(file, right);
});

test('a server that cannot start is an error that ends with what it wrote to its log', async () => {
  await begin();
  await rm(join(dataDir, 'postgres', 'global', 'pg_control'));
  await expect(open()).rejects.toThrow(/did not start[\s\S]*could not find the database system[\s\S]*CONCORD_DATABASE_URL/);
  expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toContain('could not find the database system');
});

test('a data folder that cannot be made is an error that names it and the setting', async () => {
  const file = join(dataDir, 'a file');
  await writeFile(file, '');
  await expect(EmbeddedPostgres.open({ dataDir: join(file, 'data') })).rejects.toThrow(/a file\/data cannot be created.*CONCORD_DATA_DIR/);
});

test('a data folder that the user of the server may not enter is served, as root by a folder elsewhere, linked from it', async () => {
  const closed = join(dataDir, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const inside = join(closed, 'data');
  const first = await EmbeddedPostgres.open({ dataDir: inside });
  const place = await realpath(join(inside, 'postgres'));
  try {
    await ask(first.url, ...REMEMBER);
    await first.close();
    const second = await EmbeddedPostgres.open({ dataDir: inside });
    expect(await ask(second.url, RECALL)).toEqual(KEPT);
    await second.close();
    expect(place.startsWith('/var/lib/concord/')).toBe(process.getuid!() === 0);
  } finally {
    await first.close();
    await rm(dirname(place), { recursive: true, force: true });
  }
});
