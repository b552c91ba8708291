import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { headOf, readLog } from './support/log-reading.js';
import { type CliResult, RunningPlatform } from './support/running-platform.js';

const SAMPLE = join(import.meta.dirname, 'data/regulations-sample.json');
/** What an import records; the platform itself closes the consultations that are over. */
const IMPORTED = [
  'identity.party.PartyRegistered',
  'government.docket.DocketOpened',
  'government.docket.DocumentFiled',
  'government.docket.DocumentRelated',
  'government.norm.ConsultationOpened',
  'government.norm.NormDrafted',
  'government.norm.NormPublished',
  'government.norm.NormWithdrawn',
];

interface Document {
  id: string;
  attributes: Record<string, unknown>;
}

describe('The import of documents of regulations.gov', () => {
  let platform: RunningPlatform;
  let documents: readonly Document[];

  const importFile = (file: string): Promise<CliResult> => platform.cli('import', 'regulations', file);

  /** Writes documents of this name, each a copy of one of the sample with an id of its own. */
  async function write(name: string, count: number, change: (copies: Document[]) => void = () => undefined): Promise<string> {
    const copies = Array.from({ length: count }, (_, nth) => ({
      ...structuredClone(documents[nth % documents.length]!),
      id: `${name}-${nth}`,
    }));
    change(copies);
    const file = join(platform.dataDir, `${name}.json`);
    await writeFile(file, JSON.stringify({ data: copies }));
    return file;
  }

  const normsOf = async (filter: string): Promise<readonly Record<string, unknown>[]> => {
    const { data, errors } = await platform.ask(
      `query ($head: Position!) { norms(atLeast: $head, first: 100, ${filter}) { nodes {
        id agency jurisdiction status docket publishedOn inForceFrom titles { language text }
        source { system documentId registerNumber } consultation { opensAt closesAt zone closed } } } }`,
      { head: await headOf(platform) },
    );
    expect(errors).toEqual([]);
    return data.norms.nodes;
  };

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    documents = (JSON.parse(await readFile(SAMPLE, 'utf8')) as { data: Document[] }).data;
  });
  afterAll(() => platform.remove());

  it('says how many were imported, and what of one could not be taken as it is', async () => {
    const { code, stdout, stderr } = await importFile(SAMPLE);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toEqual([
      '13 imported, 0 there already, 0 refused',
      expect.stringMatching(/^ {2}CPSC-2015-0022-0136 {2}imported without its window .*2015-12-05T04:59:59.*before.*2015-12-07T05:00:00/),
    ]);
  });

  it('imports nothing the second time', async () => {
    const before = await readLog(platform, IMPORTED);
    const { stdout } = await importFile(SAMPLE);
    expect(stdout).toMatch(/^0 imported, 13 there already, 0 refused$/m);
    expect(await readLog(platform, IMPORTED)).toEqual(before);
  });

  it('makes norms that are found by docket, by words and by agency', async () => {
    expect((await normsOf('docket: "CPSC-2005-0004"')).map(({ id }) => id)).toEqual(['cpsc-2005-0004-0001']);
    expect((await normsOf('text: "infant bath -walkers"')).map(({ id }) => id)).toEqual(['cpsc-2015-0019-0001']);
    expect((await normsOf('text: "05-20557"')).map(({ id }) => id)).toEqual(['cpsc-2005-0004-0001']);
    expect(await normsOf('agency: "us-cbp"')).toHaveLength(0);
    expect((await normsOf('agency: "us-uscbp"')).map(({ jurisdiction }) => jurisdiction)).toEqual(['US', 'US', 'US', 'US', 'US']);
  });

  it('keeps the window of a proposed rule, in the zone of Washington', async () => {
    expect(await normsOf('docket: "CPSC-2005-0004"')).toEqual([
      {
        id: 'cpsc-2005-0004-0001',
        agency: 'us-cpsc',
        jurisdiction: 'US',
        status: expect.stringMatching(/^(CONSULTATION|DRAFT)$/),
        docket: 'CPSC-2005-0004',
        publishedOn: null,
        inForceFrom: null,
        titles: [{ language: 'en-US', text: documents[0]!.attributes.title }],
        source: { system: 'regulations.gov', documentId: 'CPSC-2005-0004-0001', registerNumber: '05-20557' },
        consultation: {
          opensAt: '2005-10-14T04:00:00.000Z',
          closesAt: '2005-12-14T04:59:59.000Z',
          zone: 'America/New_York',
          closed: expect.any(Boolean),
        },
      },
    ]);
  });

  it('publishes a rule on the day of Washington, without inventing when it comes into force', async () => {
    const [rule] = await normsOf('docket: "CPSC-2009-0068"');
    expect(rule).toMatchObject({ status: 'ADOPTED', publishedOn: '2010-03-31', inForceFrom: null, consultation: null });
  });

  it('withdraws what was withdrawn', async () => {
    expect((await normsOf('status: WITHDRAWN')).map(({ id }) => id)).toEqual(['cpsc-2016-0019-0001', 'uscbp-2008-0111-0001']);
  });

  it.each([
    ['a field that is missing', 'data[3].attributes.title is missing', (four: Document) => delete four.attributes.title],
    [
      'a value of the wrong type',
      'data[3].attributes.withdrawn is "no", and must be true or false',
      (four: Document) => (four.attributes.withdrawn = 'no'),
    ],
  ])('stops at %s with file, index and field, and goes on after the repair', async (what, complaint, spoil) => {
    const name = what.replaceAll(' ', '-');
    const file = await write(name, 6, (copies) => void spoil(copies[3]!));
    const stopped = await importFile(file);
    expect(stopped.code).not.toBe(0);
    expect(stopped.stderr).toContain(`${file}: ${complaint}`);
    expect(stopped.stderr.trim().split('\n')).toHaveLength(1);
    await write(name, 6);
    expect((await importFile(file)).stdout).toContain('3 imported, 3 there already, 0 refused');
  });

  it('stops where the JSON breaks off, and goes on after the repair', async () => {
    const file = await write('broken', 6);
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.slice(0, whole.indexOf('broken-4') + 30));
    const stopped = await importFile(file);
    expect(stopped.code).not.toBe(0);
    expect(stopped.stderr).toContain(`${file} breaks off at data[4]`);
    expect(stopped.stderr.trim().split('\n')).toHaveLength(1);
    await writeFile(file, whole);
    expect((await importFile(file)).stdout).toContain('2 imported, 4 there already, 0 refused');
  });

  it('says of a file that is something else that nothing is in it', async () => {
    const file = join(platform.dataDir, 'other.json');
    await writeFile(file, '{"documents": []}');
    const { code, stderr } = await importFile(file);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${file} has no item in a member "data"`);
  });

  it('that is killed in the middle is completed by the next one, and nothing is there twice', async () => {
    const count = 300;
    const file = await write('killed', count);
    const start = Number(await headOf(platform));
    const norms = async (): Promise<number> => (await platform.ask('{ norms { totalCount } }')).data.norms.totalCount;
    const before = await norms();
    const first = platform.spawnCli('import', 'regulations', file);
    while ((await norms()) < before + 30) await pause(20);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const { stdout } = await importFile(file);
    const [, imported, there, refused] = /^(\d+) imported, (\d+) there already, (\d+) refused$/m.exec(stdout)!.map(Number);
    expect([imported! + there!, refused]).toEqual([count, 0]);
    expect(imported).toBeGreaterThan(0);
    expect(there).toBeGreaterThan(0);
    const told = (await readLog(platform, IMPORTED)).filter(({ stream }) => stream.startsWith('government.norm/killed-'));
    const facts = told.map(({ type, stream }) => `${type} ${stream}`);
    expect(new Set(facts).size).toBe(facts.length);
    expect(told.filter(({ type }) => type === 'government.norm.NormDrafted')).toHaveLength(count);
    const filed = (await readLog(platform, ['government.docket.DocumentFiled'])).filter(({ position }) => Number(position) > start);
    expect(filed).toHaveLength(count);
  });
});
