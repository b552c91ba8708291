import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from './support/database.js';
import { bearer, RunningPlatform } from './support/running-platform.js';

const COPIES = 25_000;
/** Characters of the text of each norm. */
const TEXT = 4_000;
/** Megabytes that a process may hold: less than what passes through it. */
const HEAP = 160;
/** Milliseconds for what makes or reads the whole corpus. */
const PATIENCE = 240_000;

describe('The export of a large corpus', () => {
  let database: FreshDatabase;
  let client: Client;
  let platform: RunningPlatform;

  const open = async (query = ''): Promise<IncomingMessage> => {
    const [answer] = (await once(get(`${platform.url}/export/norms.jsonl${query}`), 'response')) as [IncomingMessage];
    return answer;
  };
  /** Transactions that wait for their reader, and since when. */
  const waiting = async (): Promise<readonly string[]> => {
    const { rows } = await client.query<{ since: string }>(
      `SELECT state_change::text AS since FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'concord queries' AND state LIKE 'idle in transaction%'`,
    );
    return rows.map(({ since }) => since);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    platform = await RunningPlatform.start({
      CONCORD_DATABASE_URL: database.url,
      CONCORD_SECRETS_KEY: randomBytes(32).toString('base64'),
      CONCORD_DEMO_ISSUER: 'true',
      NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
    });
    client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
    const agency = bearer(await platform.token('us-cpsc', 'AGENCY'));
    const provisions = [{ eId: 'sec_1', text: [{ language: 'en', text: 'word '.repeat(TEXT / 5) }] }];
    const input = { normId: 'original', jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: 'Toys' }], provisions };
    const { errors } = await platform.ask(
      `mutation ($input: DraftNorm!) { registerParty(input: { partyId: "us-cpsc", name: "CPSC", jurisdiction: "US" }) { receipt { position } }
        draftNorm(input: $input) { norm { id } }
        publishNorm(input: { normId: "original", publishedOn: "2026-01-01", zone: "UTC" }) { norm { id } } }`,
      { input },
      agency,
    );
    expect(errors).toEqual([]);
    // Nobody searches here: the copies have no words for the index, which would take longer than all else.
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(column_name) AS name FROM information_schema.columns
       WHERE table_schema = 'government_norms' AND table_name = 'norm' AND is_generated = 'NEVER' AND column_name <> 'id'`,
    );
    const names = rows.map(({ name }) => name);
    const values = names.map((name) => (name === 'words' ? `'{}'` : name === 'wordings' ? `'[]'` : name));
    await client.query(
      `INSERT INTO government_norms.norm (id, ${names.join()})
       SELECT 'copy-' || lpad(n::text, 6, '0'), ${values.join()} FROM government_norms.norm, generate_series(1, $1) AS n WHERE id = 'original'`,
      [COPIES],
    );
  }, PATIENCE);
  afterAll(async () => {
    await client?.end();
    await platform?.remove();
    await database?.drop();
  });

  it(
    'gives every norm once, in constant memory, also to a reader who stops on the way',
    async () => {
      const answer = await open();
      await once(answer, 'readable');
      // Until the server has nothing left to fill and waits with its next rows.
      let [since] = await waiting();
      for (let now: string | undefined; now === undefined || now !== since; ) {
        since = now;
        await new Promise((next) => setTimeout(next, 300));
        [now] = await waiting();
      }
      expect((await platform.ask('{ norm(id: "copy-000017") { id } }')).data.norm).toEqual({ id: 'copy-000017' });

      let bytes = 0;
      let text = '';
      const ids: string[] = [];
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        text += chunk.toString('latin1');
        const lines = text.split('\n');
        text = lines.pop() as string;
        for (const line of lines) ids.push(/^\{"id":"([^"]+)"/.exec(line)?.[1] as string);
      }
      expect(answer.complete).toBe(true);
      expect(text).toBe('');
      expect(ids).toEqual([...Array.from({ length: COPIES }, (_, n) => `copy-${String(n + 1).padStart(6, '0')}`), 'original']);
      expect(bytes).toBeGreaterThan(HEAP * 2 ** 20);
    },
    PATIENCE,
  );

  it('gives up nothing to a reader who goes away', async () => {
    const answer = await open();
    await once(answer, 'readable');
    answer.destroy();
    while ((await waiting()).length > 0) await new Promise((next) => setTimeout(next, 20));
    expect((await open('?after=copy-024999')).statusCode).toBe(200);
  });

  it('goes on from where it was cut off', async () => {
    const answer = await open('?after=copy-024998');
    let text = '';
    for await (const chunk of answer) text += chunk;
    expect(text.split('\n').map((line) => line.slice(0, 21))).toEqual([
      '{"id":"copy-024999","',
      '{"id":"copy-025000","',
      '{"id":"original","age',
      '',
    ]);
  });

  it('is written to a file by the command line, packed where the name says so', async () => {
    const file = join(platform.dataDir, 'norms.jsonl.gz');
    const { code, stdout, stderr } = await platform.cli('export', 'norms', file, '--after', 'copy-020000');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^5001 norms as the log stood at position \d+\n$/);
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(5_001);
    expect(JSON.parse(lines[0] as string)).toMatchObject({ id: 'copy-020001', status: 'ADOPTED' });
  });

  it('leaves no file where it cannot write one, and none of it where an option is wrong', async () => {
    const nowhere = join(platform.dataDir, 'nowhere/norms.jsonl');
    const { code, stderr } = await platform.cli('export', 'norms', nowhere);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${nowhere} cannot be written: `);
    expect((await platform.cli('export', 'norms', nowhere, '--agency', 'X!')).stderr).toContain('an id has 2 to 64 characters');
  });
});
