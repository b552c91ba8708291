import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readLog } from './support/log-reading.js';
import { type Headers, People } from './support/people.js';
import { bearer, type CliResult, RunningPlatform } from './support/running-platform.js';

const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { position } } }';

describe('The command line', () => {
  let platform: RunningPlatform;
  let agency: Headers;
  let followed: string;

  /** Gives the position of the draft. */
  const draft = async (normId: string): Promise<string> => {
    const input = { normId, jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: normId }] };
    const { data, errors } = await platform.ask(DRAFT, { input }, agency);
    expect(errors).toEqual([]);
    return data.draftNorm.receipt.position;
  };

  /** One plain line says what is wrong; commander may add where help is. */
  function expectComplaint({ code, stdout, stderr }: CliResult, ...words: readonly string[]): void {
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/\n +at /);
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('(')).length,
    ).toBe(1);
  }

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    agency = await (await People.of(platform)).join('us-cpsc', 'AGENCY');
    await draft('toy-safety');
    await draft('magnets');
  });
  afterAll(() => platform.remove());

  it.each([
    [[], ['token', 'import', 'projections', 'log', 'demo']],
    [['token'], ['--party', '--kind', 'AGENCY', '--role', '--hours', 'Example']],
    [
      ['projections', 'skip'],
      ['--event', '--reason', '--operator'],
    ],
    [
      ['log', 'tail'],
      ['--after', '--last', '--type', '--no-follow', '--json', '--purpose'],
    ],
  ])('tells a newcomer what there is: concord %j --help', async (command, words) => {
    const { code, stdout } = await platform.cli(...command, '--help');
    expect(code).toBe(0);
    for (const word of words) expect(stdout).toContain(word);
  });

  it('signs a token that the running platform accepts', async () => {
    const { code, stdout, stderr } = await platform.cli(
      'token',
      '--party',
      'us-cpsc',
      '--kind',
      'AGENCY',
      '--role',
      'OFFICER',
      '--hours',
      '1',
    );
    expect([code, stderr]).toEqual([0, '']);
    const input = { normId: 'lead-paint', jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: 'Lead paint' }] };
    expect((await platform.ask(DRAFT, { input }, bearer(stdout.trim()))).errors).toEqual([]);
  });

  it.each([
    [
      ['token', '--party', 'US CPSC', '--kind', 'AGENCY'],
      ['US CPSC', 'a-z'],
    ],
    [
      ['token', '--party', 'us-cpsc', '--kind', 'KING'],
      ['KING', 'AGENCY, ENTERPRISE'],
    ],
    [
      ['token', '--party', 'us-cpsc', '--kind', 'AGENCY', '--hours', '-1'],
      ['--hours', '-1', 'above 0'],
    ],
    [
      ['log', 'tail', '--after', 'yesterday', '--no-follow'],
      ['yesterday', 'position'],
    ],
    [
      ['log', 'tail', '--last', '1.5', '--no-follow'],
      ['--last', '1.5', 'whole number'],
    ],
    [
      ['projections', 'rebuild', 'no.such'],
      ['no.such', 'government.norms'],
    ],
    [
      ['projections', 'resume', 'government.norms'],
      ['government.norms', 'not stopped'],
    ],
    [
      ['import', 'regulations', '/no/such/file.json'],
      ['/no/such/file.json', 'no such file'],
    ],
    [['govern'], ["'govern'"]],
  ])('says in one line what is wrong with concord %j', async (args, words) => {
    expectComplaint(await platform.cli(...args), ...words);
  });

  it('lists the read models, for people and for programs', async () => {
    const { stdout } = await platform.cli('projections', 'list');
    expect(stdout).toMatch(/^government\.norms +running +version \d+ of \d+ +position \d+ +behind \d+$/m);
    const all = JSON.parse((await platform.cli('projections', 'list', '--json')).stdout) as { name: string; status: string }[];
    expect(all.find(({ name }) => name === 'government.norms')).toMatchObject({ status: 'running', error: null });
  });

  it('has a read model built anew while it is read', async () => {
    const { code, stdout } = await platform.cli('projections', 'rebuild', 'government.norms');
    expect(code).toBe(0);
    expect(stdout).toContain('government.norms is built anew');
    const shown = async (): Promise<readonly string[]> =>
      (await platform.ask('{ norms { nodes { id } } }')).data.norms.nodes.map(({ id }: { id: string }) => id);
    for (let building = true; building; ) {
      expect(await shown()).toEqual(['lead-paint', 'magnets', 'toy-safety']);
      const list = await platform.cli('projections', 'list', '--json');
      const norms = (JSON.parse(list.stdout) as { name: string; status: string }[]).find(({ name }) => name === 'government.norms');
      building = norms?.status === 'rebuilding';
    }
    expect(await shown()).toEqual(['lead-paint', 'magnets', 'toy-safety']);
  });

  it('shows the log to its end', async () => {
    const { code, stdout } = await platform.cli('log', 'tail', '--no-follow', '--after', '0', '--type', 'government.norm.NormDrafted');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^ *\d+ {2}\S+Z {2}BEFORE {2}us-cpsc +government\.norm\.NormDrafted {2}government\.norm\/toy-safety$/);
  });

  it('shows the last events whole, as JSON', async () => {
    const { stdout } = await platform.cli('log', 'tail', '--no-follow', '--last', '3', '--json', '--purpose', 'We look around.');
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { position: string; data: object; metadata: object });
    // The head of the log is an access by now, which operators see.
    const operator = await (await People.of(platform)).headers('operator', 'OPERATOR');
    const known = await readLog(platform, ['identity.party.PartyRegistered', 'government.norm.NormDrafted'], operator);
    expect(told.slice(0, 2).map(({ position }) => position)).toEqual(known.slice(-2).map(({ position }) => position));
    // What was shown before this is written down.
    expect(told[2]).toMatchObject({ type: 'audit.access.AccessRecorded', data: { operation: 'TAIL', purpose: null } });
    expect(told[0]).toHaveProperty('metadata.party', 'us-cpsc');
    expect(told[0]).toHaveProperty('data.agency', 'us-cpsc');
  });

  it('follows the log until it is told to stop, and then ends well', async () => {
    const tail = platform.spawnCli('log', 'tail', '--last', '3', '--type', 'government.norm.NormDrafted');
    const lines = createInterface(tail.stdout)[Symbol.asyncIterator]();
    await lines.next();
    followed = await draft('followed');
    expect((await lines.next()).value).toContain('government.norm/followed');
    const exited = once(tail, 'exit');
    tail.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  });

  it('works when the platform does not run, and leaves nothing running', async () => {
    await platform.end();
    const listed = await platform.cli('projections', 'list');
    expect([listed.code, listed.stderr]).toEqual([0, '']);
    expect(listed.stdout).toContain('government.norms');
    const { stdout } = await platform.cli('log', 'tail', '--no-follow', '--after', '0', '--type', 'government.norm.NormDrafted');
    expect(stdout).toContain('government.norm/followed');
    await platform.startAgain();
    const query = 'query ($atLeast: Position) { norm(id: "followed", atLeast: $atLeast) { id } }';
    expect((await platform.ask(query, { atLeast: followed })).data.norm.id).toBe('followed');
  });
});
