import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CliResult, RunningPlatform } from './support/running-platform.js';

/** What the story says, in the order in which it says it; every name ends with the word of its run. */
const STORY = [
  'Government',
  /drafts and publishes magnet-toys-\w+/,
  /Version 2 has the sections sec_1, sec_2, sec_3/,
  /"magnets \w+": 1 norm, magnet-toys-\w+/,
  'Association',
  /founds committee-magnets-\w+: four P-members/,
  /5 of 5 have voted, and nobody how/,
  /3 of 3 counted P-members in favour, 0 of 3 votes against/,
  /Magnet Works \(NEGATIVE_WITHOUT_TECHNICAL_REASON\) and Toy Makers Alliance \(ABSTENTION\). Approved/,
  /standard-magnets-\w+ is adopted and PUBLISHED/,
  'Enterprise and trade',
  /grants licence-\w+ for HS 9503 until \S+: GRANTED/,
  /REFUSED by magnet-toys-\w+, sec_2 in version 2, which demands "TEST_REPORT" in transaction.documents/,
  /sells again \(sale-\w+\): ADMITTED, under the licence licence-\w+/,
  /Ana confirms the delivery: DELIVERED/,
  'Consumer',
  /answers in time, accepts.* Ana takes it: REFUND of 24.90 USD/,
  /stays silent until \S+, and the clock of the platform decides: UPHELD by default/,
  /It owes REFUND of 24.90 USD and COMPENSATION of 74.70 USD/,
  /Ana closes the complaint: CLOSED/,
  /closes the transaction: CLOSED/,
  'Cooperation',
  /deposits its ratification on \S+: the first of two, and nothing is in force yet/,
  /the second: the platform reckons the entry into force/,
  /Today the agreement is in force for CN from \S+, US from \S+, EU from \S+\./,
  /repeals magnet-toys-\w+ from \S+ It is REPEALED and no longer in force/,
  'Audit',
  /norm drafted \(\d+\), norm published \(\d+\), norm amended \(\d+\), norm repealed \(\d+\)/,
  /it was ADOPTED, and what had happened to its text was: commencement\. Now it is REPEALED, and .*: commencement, amendment, repeal\./,
  /The dossier of sale-\w+, \d+ acts:/,
];

/** What was printed, without the breaks of its lines. */
const spoken = (output: string): string => output.replaceAll(/\s+/g, ' ');

function expectStory(output: string): void {
  let rest = spoken(output);
  for (const sentence of STORY) {
    const found = rest.search(sentence);
    if (found < 0) throw new Error(`"${String(sentence)}" is missing, or out of place, in:\n${output}`);
    rest = rest.slice(found + 1);
  }
}

interface Act {
  readonly position: bigint;
  readonly phase: string;
  readonly what: string;
}

/** The rows of the table at the end. */
const dossierOf = (output: string): readonly Act[] =>
  [...output.matchAll(/^ {2}(\d+) +(BEFORE|DURING|AFTER) +\S+ +(.+)$/gm)].map(([, position = '', phase = '', what = '']) => ({
    position: BigInt(position),
    phase,
    what,
  }));

const runOf = (output: string): string | undefined => /Everything in it is named -(\w+)\./.exec(spoken(output))?.[1];

describe('The demo', () => {
  let platform: RunningPlatform;
  const play = (...args: readonly string[]): Promise<CliResult> => platform.cli('demo', ...args);

  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform.remove());

  test('it plays the whole story again and again, each time with names of its own, and ends with the dossier', async () => {
    const runs = [await play('--url', platform.url), await play('--url', `${platform.url}/`)];
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expectStory(stdout);
      const dossier = dossierOf(stdout);
      const positions = dossier.map(({ position }) => position);
      expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
      expect(new Set(dossier.map(({ phase }) => phase))).toEqual(new Set(['BEFORE', 'DURING', 'AFTER']));
      expect(dossier.map(({ what }) => what)).toEqual(
        expect.arrayContaining(['norm amended', 'licence granted', 'transaction checked: ADMITTED', 'complaint decided: UPHELD']),
      );
    }
    expect(new Set(runs.map(({ stdout }) => runOf(stdout))).size).toBe(2);
  });

  test('a platform that is not there, or not named, is an error that says what to do', async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const absent = await play('--url', `http://127.0.0.1:${port}`);
    expect(absent).toMatchObject({ code: 1, stdout: '' });
    expect(absent.stderr).toMatch(/^Nothing answers at http:\/\/127\.0\.0\.1:\d+\. Start the platform with npm start/);

    const unnamed = await play();
    expect(unnamed).toMatchObject({ code: 1, stdout: '' });
    expect(unnamed.stderr).toMatch(/^PORT is 0.*--url/);
  });

  test('what answers and is no Concord is told apart', async () => {
    const other = createServer((_, response) => response.end('{"message":"Not Found"}'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await play('--url', `http://127.0.0.1:${port}`);
    await new Promise((done) => other.close(done));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('does not answer as Concord does') });
  });
});
