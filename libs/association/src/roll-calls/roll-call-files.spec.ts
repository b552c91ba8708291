import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { RollCallFiles } from './roll-call-files.js';

const QUESTIONS = `rcid,session,date,unres,short,descr
3,1,1946-01-01,R/1/66,"RULES, OF PROCEDURE","TO ADOPT ""RULES"""
5,1,1946-01-04,,VOTING,TO ADOPT
`;
const VOTES = `rcid,country,country_code,vote
3,Cuba,CU,yes
3,Zanzibar,,no
5,Cuba,CU,abstain
`;

describe('Files of roll calls', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concord-roll-calls-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(questions: string, votes: string | Buffer, ending = ''): Promise<RollCallFiles> {
    const paths = [join(folder, 'roll-calls.csv'), join(folder, `votes.csv${ending}`)] as const;
    await writeFile(paths[0], questions);
    await writeFile(paths[1], votes);
    return RollCallFiles.at(paths);
  }

  const complaint = async (files: Promise<RollCallFiles>): Promise<string> => {
    try {
      await (await files).survey();
    } catch (error) {
      return (error as Error).message.replaceAll(`${folder}/`, '');
    }
    return 'none';
  };

  it('give each question with its votes', async () => {
    const found = [];
    for await (const rollCall of (await write(QUESTIONS, VOTES)).rollCalls()) found.push(rollCall);
    expect(found).toEqual([
      {
        id: 3,
        session: 1,
        date: '1946-01-01',
        resolution: 'R/1/66',
        title: 'RULES, OF PROCEDURE',
        text: 'TO ADOPT "RULES"',
        votes: [
          { rollCall: 3, state: { name: 'Cuba', code: 'CU' }, choice: 'APPROVE' },
          { rollCall: 3, state: { name: 'Zanzibar', code: '' }, choice: 'DISAPPROVE' },
        ],
      },
      expect.objectContaining({
        id: 5,
        resolution: null,
        votes: [{ rollCall: 5, state: { name: 'Cuba', code: 'CU' }, choice: 'ABSTAIN' }],
      }),
    ]);
  });

  it('may be packed, and lines may end as on Windows', async () => {
    const files = await write(QUESTIONS, gzipSync(VOTES.replaceAll('\n', '\r\n')), '.gz');
    expect(await files.survey()).toMatchObject({ rollCalls: 2, votes: 3, states: [{ name: 'Cuba' }, { name: 'Zanzibar' }] });
  });

  it('need not have the roll calls in the same order', async () => {
    const [heading, third, fifth] = QUESTIONS.trim().split('\n');
    const found = [];
    for await (const { id, votes } of (await write([heading, fifth, third].join('\n'), VOTES)).rollCalls()) found.push([id, votes.length]);
    expect(found).toEqual([
      [3, 2],
      [5, 1],
    ]);
  });

  it('may hold a roll call in which nobody voted', async () => {
    const files = await write(QUESTIONS, VOTES.replace('5,Cuba,CU,abstain\n', ''));
    expect(await files.survey()).toMatchObject({ rollCalls: 2, votes: 2 });
  });

  it.each([
    ['a state that votes twice', VOTES.replace('Zanzibar,', 'Cuba,CU'), 'votes.csv, line 3: Cuba has voted in roll call 3 already'],
    ['a code that is none', VOTES.replace('CU', 'cub'), 'votes.csv, line 2: country_code is "cub", and must be two capitals, or empty'],
    ['no name', VOTES.replace('Zanzibar', ''), 'votes.csv, line 3: country is "", and must be a text'],
    ['a number that is none', VOTES.replace('5,', 'x,'), 'votes.csv, line 4: rcid is "x", and must be a whole number from 1 to 999999999'],
    ['a roll call that is not asked', VOTES.replace('5,', '7,'), 'votes.csv, line 4: the other file has no roll call 7'],
    [
      'votes of a roll call in two places',
      `${VOTES}3,Chile,CL,yes\n`,
      'votes.csv, line 5: roll call 3 has had its votes before; all votes of a roll call are to stand together',
    ],
    ['a line too short', VOTES.replace('5,Cuba,CU,abstain', '5,Cuba'), /^votes\.csv, line 4: .*columns length is 4, got 2/],
    ['nothing in it', 'rcid,country,country_code,vote\n', 'votes.csv has no line below its heading'],
  ])('are refused for %s', async (_, votes, expected) => {
    expect(await complaint(write(QUESTIONS, votes))).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('are refused when a packed one is cut off', async () => {
    const packed = gzipSync(VOTES);
    expect(await complaint(write(QUESTIONS, packed.subarray(0, packed.length - 12), '.gz'))).toMatch(
      /^votes\.csv\.gz, line \d: .*unexpected end of file/,
    );
  });

  it('are refused when a roll call comes twice, or a folder does not have the two', async () => {
    expect(
      await complaint(write(QUESTIONS.replace('5,1,', '3,1,'), VOTES.replace('5,', '3,').replace('Cuba,CU,abstain', 'Chile,CL,yes'))),
    ).toBe('roll-calls.csv, line 3: the roll call 3 has come already');
    await rm(join(folder, 'votes.csv'));
    await rm(join(folder, 'votes.csv.gz'), { force: true });
    expect(await complaint(RollCallFiles.at([folder]))).toContain('has no file votes*.csv or votes*.csv.gz');
  });
});
