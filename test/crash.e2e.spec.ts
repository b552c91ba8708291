import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headOf, readLog } from './support/log-reading.js';
import { type Headers, People } from './support/people.js';
import { RunningPlatform } from './support/running-platform.js';

const CLIENTS = 16;
const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { stream revision position } } }';

interface Receipt {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

describe('A platform that is killed with kill -9 while 16 clients write, and started again', () => {
  let platform: RunningPlatform;
  let agency: Headers;
  /** What was acknowledged, by the id of its norm. */
  const acknowledged = new Map<string, Receipt>();
  /** What was sent and not answered. */
  const unanswered = new Set<string>();

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    agency = await (await People.of(platform)).join('us-cpsc', 'AGENCY');
  });
  afterAll(() => platform.remove());

  async function draft(normId: string): Promise<void> {
    const input = { normId, jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: normId }] };
    const { data, errors } = await platform.ask(DRAFT, { input }, { ...agency, 'idempotency-key': `key-of-${normId}` });
    if (errors.length > 0) throw new Error(`${normId}: ${JSON.stringify(errors)}`);
    const before = acknowledged.get(normId);
    if (before) expect(data.draftNorm.receipt).toEqual(before);
    acknowledged.set(normId, data.draftNorm.receipt);
    unanswered.delete(normId);
  }

  /** Writes until the platform is gone. */
  async function write(prefix: string, progress: () => void): Promise<void> {
    for (let nth = 0; ; nth++) {
      const normId = `${prefix}-${nth}`;
      unanswered.add(normId);
      try {
        await draft(normId);
        progress();
      } catch (error) {
        // A connection that broke is what we came for; an answer that is none is not.
        if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return;
        throw error;
      }
    }
  }

  const postmaster = async (): Promise<number> => {
    const [pid] = (await readFile(join(platform.dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  };

  /** Kills after so many acknowledgements; some requests are then at every stage of their way. */
  async function crash(round: string, after: number, alsoPostgres: boolean): Promise<void> {
    const server = await postmaster();
    let count = 0;
    const killed: Promise<unknown>[] = [];
    const progress = (): void => {
      if (++count !== after) return;
      killed.push(platform.end('SIGKILL'));
      if (alsoPostgres) process.kill(server, 'SIGKILL');
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, nth) => write(`${round}-${nth}`, progress)));
    await Promise.all(killed);
    if (!alsoPostgres) expect(await postmaster()).toBe(server);
    await platform.startAgain();
  }

  it.each([
    ['first', false],
    ['second', true],
    ['third', false],
  ])(
    'the %s time: nothing acknowledged is lost, nothing appears twice, and the read model agrees with the log',
    async (round, alsoPostgres) => {
      const after = 50 + Math.floor(Math.random() * 400);
      await crash(round, after, alsoPostgres);
      expect(acknowledged.size).toBeGreaterThanOrEqual(after);
      expect(unanswered.size).toBeGreaterThan(0);

      // Whoever got no answer asks again under the same key, and so do some who got one.
      await Promise.all([...unanswered, ...[...acknowledged.keys()].slice(-CLIENTS)].map(draft));
      expect(unanswered.size).toBe(0);

      const drafted = await readLog(platform, ['government.norm.NormDrafted']);
      expect(new Set(drafted.map(({ id }) => id)).size).toBe(drafted.length);
      const inLog = new Map(drafted.map(({ stream, revision, position }) => [stream, { stream, revision, position }]));
      expect(drafted.length).toBe(inLog.size);
      expect(inLog).toEqual(new Map([...acknowledged.values()].map((receipt) => [receipt.stream, receipt])));

      const query = 'query ($head: Position!) { norms(atLeast: $head) { totalCount } }';
      const { data } = await platform.ask(query, { head: await headOf(platform) });
      expect(data.norms.totalCount).toBe(acknowledged.size);
    },
  );
});
