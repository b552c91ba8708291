import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { headOf, readLog } from './support/log-reading.js';
import { countIn, howMany, talliesOf } from './support/roll-call-count.js';
import { RunningPlatform } from './support/running-platform.js';

const FOLDER = join(import.meta.dirname, 'data/roll-calls');
const QUESTIONS = join(FOLDER, 'roll-calls-session-6.csv');
const VOTES = join(FOLDER, 'votes-session-6.csv');
const ASSEMBLY = 'un-general-assembly';
/** What an import records; what the platform does about it comes in its own time. */
const IMPORTED = [
  'identity.party.PartyRegistered',
  'association.committee.CommitteeCreated',
  'association.committee.MemberAppointed',
  'association.standard.StandardProposed',
  'association.standard.DraftSubmitted',
  'association.standard.StandardAdvanced',
  'association.ballot.BallotOpened',
  'association.ballot.VoteCast',
];

describe('The import of roll calls', () => {
  let platform: RunningPlatform;

  const importFiles = (...args: readonly string[]) => platform.cli('import', 'roll-calls', ...args);

  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform.remove());

  it.each([
    ['a vote that is none', VOTES, ',abstain', ',maybe', /line 41: vote is "maybe", and must be yes, no or abstain/],
    ['a roll call that is not asked', VOTES, /^300,/m, '9,', /line \d+: the other file has no roll call 9/],
    ['a column that is missing', QUESTIONS, 'descr', 'text', /line 1: the column descr is missing/],
    ['a day that is none', QUESTIONS, '1951-12-05', '1951-13-05', /line 2: date is "1951-13-05", and must be a day that exists/],
  ])('is refused whole for %s', async (what, file, sound, spoilt, complaint) => {
    const copy = join(platform.dataDir, `${what.replaceAll(' ', '-')}.csv`);
    await writeFile(copy, (await readFile(file, 'utf8')).replace(sound, spoilt));
    const { code, stdout, stderr } = await (file === VOTES ? importFiles(QUESTIONS, copy) : importFiles(copy, VOTES));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(complaint);
    expect(stderr).toContain(copy);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await headOf(platform)).toBe('0');
  });

  it('makes a ballot of each roll call', async () => {
    const { code, stdout, stderr } = await importFiles(FOLDER, '--open-for', 'PT30S');
    expect([code, stderr, stdout.trim()]).toEqual([0, '', '25 imported, 0 there already, 0 refused']);
  });

  it('that is killed in the middle is completed by the next one', async () => {
    const args = [FOLDER, '--association', 'another-assembly', '--rule', 'TWO_THIRDS', '--open-for', 'PT75S'];
    const opened = '{ ballots(committeeId: "another-assembly") { totalCount } }';
    const first = platform.spawnCli('import', 'roll-calls', ...args);
    while ((await platform.ask(opened)).data.ballots.totalCount < 5) await pause(20);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const { code, stdout, stderr } = await importFiles(...args);
    expect([code, stderr]).toEqual([0, '']);
    const [, imported, there, refused] = /^(\d+) imported, (\d+) there already, (\d+) refused$/m.exec(stdout)!.map(Number);
    expect([imported! + there!, refused]).toEqual([25, 0]);
    expect(imported).toBeGreaterThan(0);
    const { data, errors } = await platform.ask(
      'query ($head: Position!) { ballots(atLeast: $head, committeeId: "another-assembly", first: 100) { nodes { id turnout { votesCast } } } }',
      { head: await headOf(platform) },
    );
    expect(errors).toEqual([]);
    const votesCast = new Map<string, number>(
      data.ballots.nodes.map(({ id, turnout }: { id: string; turnout: { votesCast: number } }) => [id, turnout.votesCast]),
    );
    const expected = [...countIn(VOTES)].map(([id, { yes, no, abstain }]): [string, number] => [
      `another-assembly-${id}`,
      yes + no + abstain,
    ]);
    expect(votesCast).toEqual(new Map(expected));
  });

  it('registers states without a code of today where their capital lies today', async () => {
    const jurisdictionOf = async (id: string): Promise<unknown> =>
      (await platform.ask(`{ party(id: "${id}") { name kind jurisdiction } }`)).data.party;
    expect(await jurisdictionOf('un-cs')).toEqual({ name: 'Czechoslovakia', kind: 'AGENCY', jurisdiction: 'CZ' });
    expect(await jurisdictionOf('un-yu')).toEqual({ name: 'Yugoslavia', kind: 'AGENCY', jurisdiction: 'RS' });
    expect(await jurisdictionOf('un-yemen-arab-republic')).toEqual({ name: 'Yemen Arab Republic', kind: 'AGENCY', jurisdiction: 'YE' });
  });

  it('puts the question to the vote as it stands in the file', async () => {
    const { data } = await platform.ask(
      '{ standard(id: "un-general-assembly-292") { titles { text } scope { text } text { heading text { text } } } }',
    );
    expect(data.standard).toEqual({
      titles: [{ text: 'ADMISSION ITALY' }],
      scope: [{ text: 'Roll call 292 of the United Nations General Assembly, session 6, 1951-12-05, R/6/229' }],
      text: [
        {
          heading: 'ADMISSION ITALY',
          text: [
            { text: 'TO ADOPT 4TH COMM. DRAFT RESOL. (A/1990) PROVIDING FOR FULL PARTICIPATION OF ITALY IN THE TRUSTEESHIP COUNCIL.' },
          ],
        },
      ],
    });
  });

  it('comes to the tallies and results that a count of the file comes to, by each rule, when the platform has closed the ballots', async () => {
    const counts = countIn(VOTES);
    expect(counts.size).toBe(25);
    for (const [assembly, rule] of [
      [ASSEMBLY, 'SIMPLE_MAJORITY'],
      ['another-assembly', 'TWO_THIRDS'],
    ] as const) {
      while ((await howMany(platform, assembly, 'CLOSED')) < counts.size) await pause(200);
      expect(await talliesOf(platform, assembly, rule)).toEqual(counts);
    }
  });

  it('has then recorded every vote once, and records nothing when it is repeated', async () => {
    const recorded = await readLog(platform, IMPORTED);
    const votes = recorded.filter(({ type, stream }) => type === 'association.ballot.VoteCast' && stream.includes(`/${ASSEMBLY}-`));
    expect(votes).toHaveLength(1434);
    expect((await importFiles(FOLDER)).stdout.trim()).toBe('0 imported, 25 there already, 0 refused');
    expect(await readLog(platform, IMPORTED)).toEqual(recorded);
  });
});
