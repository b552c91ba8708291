import { setTimeout as sleep } from 'node:timers/promises';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { DataSource } from 'typeorm';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { termFor } from '../../../../test/support/term.js';
import { AssociationModule } from '../module.js';
import { parseRecord } from '../record/parse-record.js';
import { recount } from '../record/recount.js';

/** Long enough to vote in, short enough to wait for. */
const SOON = 6_000;
const text = (content: string) => [{ language: 'en', text: content }];

const done = ({ data, codes, messages }: GraphqlAnswer) => {
  expect([codes, messages]).toEqual([[], []]);
  return data;
};

/** Asks until the answer is as it should be; the platform acts in its own time. */
async function eventually(
  ask: () => Promise<GraphqlAnswer>,
  isThere: (data: GraphqlAnswer['data']) => boolean,
): Promise<GraphqlAnswer['data']> {
  for (;;) {
    const data = done(await ask());
    if (isThere(data)) return data;
    await sleep(100);
  }
}

describe('What a ballot hides, through the API and below it', () => {
  let running: RunningContext;
  let association: Ask;
  let customs: Ask;
  let cpsc: Ask;
  let council: Ask;

  const mutate = (ask: Ask, command: string, input: object, object = '{ receipt { position } }') => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    return ask(`mutation ($input: ${command}!) { ${field}(input: $input) ${object} }`, { input });
  };
  const ballotOf = async (ask: Ask, id: string, fields: string) => done(await ask(`{ ballot(id: "${id}") { ${fields} } }`)).ballot;

  async function openOn(standardId: string, body: object): Promise<void> {
    const began = performance.now();
    done(
      await mutate(association, 'ProposeStandard', { standardId, committeeId: 'odr', titles: text('Returns'), scope: text('Returns.') }),
    );
    for (const stage of ['WD', 'CD', 'DIS']) done(await mutate(association, 'AdvanceStandard', { standardId, stage }));
    done(await mutate(association, 'SubmitDraft', { standardId, sections: [{ eId: 'clause_1', text: text('Goods go back.') }] }));
    const closesAt = new Date(Date.now() + termFor(SOON, began)).toISOString();
    done(await mutate(association, 'OpenBallot', { ballotId: standardId, standardId, closesAt, ...body }));
  }
  const cast = async (ask: Ask, ballotId: string, body: object) =>
    done(
      await mutate(
        ask,
        'CastVote',
        { ballotId, ...body },
        '{ ballot { turnout { votesCast } votes { choice } myVote { choice receipt mark } } }',
      ),
    ).castVote.ballot;

  /** The tables of the whole database, the log among them, in which the text stands. */
  async function tablesWith(pattern: string): Promise<readonly string[]> {
    const database = running.app.get(DataSource);
    const tables = await database.query<{ name: string }[]>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await database.query<{ there: boolean }[]>(`SELECT EXISTS (SELECT FROM ${name} t WHERE t::text ~ $1) AS there`, [
        pattern,
      ]);
      if (row?.there) found.push(name);
    }
    return found;
  }

  beforeAll(async () => {
    running = await runContexts(AssociationModule);
    association = await running.party('trade-standards', 'ASSOCIATION');
    customs = await running.party('cn-customs', 'AGENCY');
    cpsc = await running.party('us-cpsc', 'AGENCY', ['OFFICER']);
    council = await running.party('standards-council', 'ASSOCIATION');
    done(await mutate(association, 'CreateCommittee', { committeeId: 'odr', names: text('Disputes'), scope: text('Complaints.') }));
    done(await mutate(association, 'AppointMember', { committeeId: 'odr', party: 'cn-customs', kind: 'P_MEMBER' }));
    done(await mutate(association, 'AppointMember', { committeeId: 'odr', party: 'us-cpsc', kind: 'P_MEMBER' }));
  });
  afterAll(() => running?.stop());

  it('while it is sealed, no table of the database and no answer tells what was voted', async () => {
    await openOn('hidden', { secrecy: 'SEALED', showsTurnout: false, closesAt: '2099-01-01T00:00:00Z' });
    const reason = 'clause 1 is hard to read';
    expect(await cast(customs, 'hidden', { choice: 'DISAPPROVE', technicalReason: reason })).toMatchObject({
      turnout: null,
      votes: null,
      myVote: { choice: 'DISAPPROVE' },
    });
    expect(await tablesWith(`${reason}|"choice": ?"DISAPPROVE"`)).toEqual([]);
    const fields = 'turnout { votesCast } roll { party hasVoted } votes { choice } result { approved } myVote { choice }';
    for (const ask of [running.anybody, association, cpsc]) {
      expect(await ballotOf(ask, 'hidden', fields)).toEqual({
        turnout: null,
        roll: [
          { party: 'cn-customs', hasVoted: null },
          { party: 'us-cpsc', hasVoted: null },
        ],
        votes: null,
        result: null,
        myVote: null,
      });
      expect((await ask('{ ballotRecord(id: "hidden") }')).codes).toEqual(['BAD_INPUT']);
    }
    await cast(customs, 'hidden', { choice: 'APPROVE' });
    expect((await ballotOf(customs, 'hidden', 'myVoteHistory { by choice withdrawn }')).myVoteHistory).toEqual([
      { by: 'cn-customs', choice: 'DISAPPROVE', withdrawn: false },
      { by: 'cn-customs', choice: 'APPROVE', withdrawn: false },
    ]);
  });

  it('takes two votes of one member at once one after the other, and a reason of a million characters not at all', async () => {
    const revisionOf = async (): Promise<number> => {
      let last = -1;
      for await (const { revision } of running.app.get<EventLog>(EVENT_LOG).readStream('association.ballot/hidden')) last = revision;
      return last;
    };
    const before = await revisionOf();
    const both = await Promise.all([
      cast(customs, 'hidden', { choice: 'ABSTAIN' }),
      cast(customs, 'hidden', { choice: 'DISAPPROVE', technicalReason: 'clause 1' }),
    ]);
    expect(both).toHaveLength(2);
    expect(await revisionOf()).toBe(before + 2);
    const { myVote, myVoteHistory } = await ballotOf(customs, 'hidden', 'myVote { choice } myVoteHistory { choice }');
    expect(
      myVoteHistory
        .slice(-2)
        .map(({ choice }: { choice: string }) => choice)
        .sort(),
    ).toEqual(['ABSTAIN', 'DISAPPROVE']);
    expect(myVote.choice).toBe(myVoteHistory.at(-1).choice);

    const long = await mutate(cpsc, 'CastVote', { ballotId: 'hidden', choice: 'DISAPPROVE', technicalReason: 'x'.repeat(1_000_000) });
    expect(long.codes).toEqual(['BAD_INPUT']);
    expect(long.messages[0]).toMatch(/technicalReason.*10,?000/);
    expect(await revisionOf()).toBe(before + 2);
  });

  it('nor does the length of what is in the log: an approval looks like an objection with its reason', async () => {
    await openOn('lengths', { closesAt: '2099-01-01T00:00:00Z' });
    await cast(customs, 'lengths', { choice: 'APPROVE' });
    await cast(cpsc, 'lengths', { choice: 'DISAPPROVE', technicalReason: 'It is hard to read. '.repeat(150) });
    const lengths: number[] = [];
    for await (const { data } of running.app.get<EventLog>(EVENT_LOG).readStream('association.ballot/lengths')) {
      const { sealed } = data as { readonly sealed?: string };
      if (sealed) lengths.push(sealed.length);
    }
    expect(lengths).toEqual([lengths[0], lengths[0]]);
  });

  it('and when it has closed, everybody counts it again from its record', async () => {
    await openOn('sealed', {});
    await cast(customs, 'sealed', { choice: 'DISAPPROVE' });
    await cast(cpsc, 'sealed', { choice: 'APPROVE' });
    await cast(customs, 'sealed', { choice: 'APPROVE' });
    await eventually(
      () => running.anybody('{ ballot(id: "sealed") { status } }'),
      ({ ballot }) => ballot.status === 'CLOSED',
    );
    expect(await ballotOf(running.anybody, 'sealed', 'turnout { votesCast } result { approved } votes { party choice }')).toEqual({
      turnout: { votesCast: 2 },
      result: { approved: true },
      votes: [
        { party: 'cn-customs', choice: 'APPROVE' },
        { party: 'us-cpsc', choice: 'APPROVE' },
      ],
    });
    const { ballotRecord } = done(await running.anybody('{ ballotRecord(id: "sealed") }'));
    expect(recount(parseRecord(ballotRecord))).toMatchObject({ differences: [], votes: 2, tally: { approved: true } });
    expect((await running.anybody('{ ballotRecord(id: "no-such-ballot") }')).codes).toEqual(['NOT_FOUND']);
  });

  it('and where it is secret, votes are published without names, and nobody can open the others any more', async () => {
    await openOn('secret', { secrecy: 'SECRET', rule: { builtIn: 'SIMPLE_MAJORITY' } });
    const mine = (await cast(customs, 'secret', { choice: 'DISAPPROVE', mark: 'blue heron' })).myVote;
    const theirs = (await cast(cpsc, 'secret', { choice: 'APPROVE' })).myVote;
    expect(mine.receipt).not.toBe(theirs.receipt);
    const log = running.app.get<EventLog>(EVENT_LOG);
    for (let destroyed = false; !destroyed; await sleep(100)) {
      for await (const { type } of log.readStream('association.ballot/secret')) destroyed ||= type === 'association.ballot.KeyDestroyed';
    }
    const { votes, result, roll, myVote } = await ballotOf(
      customs,
      'secret',
      'result { approved pMembers { inFavour } } roll { party hasVoted } votes { party kind choice receipt mark castAt } myVote { choice }',
    );
    const nameless = { party: null, kind: null, castAt: null };
    expect(votes).toEqual(
      [
        { ...nameless, choice: 'DISAPPROVE', receipt: mine.receipt, mark: 'blue heron' },
        { ...nameless, choice: 'APPROVE', receipt: theirs.receipt, mark: null },
      ].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)),
    );
    expect(result).toEqual({ approved: false, pMembers: null });
    expect(roll.every(({ hasVoted }: { hasVoted: boolean }) => hasVoted)).toBe(true);
    expect(myVote).toBeNull();
    const { ballotRecord } = done(await running.anybody('{ ballotRecord(id: "secret") }'));
    expect(recount(parseRecord(ballotRecord))).toMatchObject({ differences: [], votes: 2, tally: { approved: false } });
  });

  it('and what it decided is stayed by an appeal, which another body decides', async () => {
    const standard = () =>
      running.anybody('{ standard(id: "sealed") { stage } appeals(standardId: "sealed") { nodes { status decidedBy } } }');
    await eventually(standard, (data) => data.standard.stage === 'PUBLISHED');
    const lodging = { appealId: 'too-fast', ballotId: 'sealed', grounds: 'The comments were not read.' };
    expect((await mutate(council, 'LodgeAppeal', lodging)).codes).toEqual(['NOT_CONCERNED']);
    done(await mutate(customs, 'LodgeAppeal', lodging));
    done(await mutate(association, 'AnswerAppeal', { appealId: 'too-fast', statement: 'They were.' }));
    const ruling = { appealId: 'too-fast', ruling: 'UPHELD', reasons: 'They were not.' };
    expect((await mutate(council, 'DecideAppeal', ruling)).codes).toEqual(['NO_APPEALS_BODY']);
    done(await mutate(association, 'DesignateAppealsBody', { committeeId: 'odr', party: 'standards-council' }));
    expect((await mutate(association, 'DecideAppeal', ruling)).codes).toEqual(['NOT_YOURS']);
    done(await mutate(council, 'DecideAppeal', ruling));
    const { standard: after, appeals } = await eventually(standard, (data) => data.standard.stage === 'DIS');
    expect([after.stage, appeals.nodes]).toEqual(['DIS', [{ status: 'UPHELD', decidedBy: 'standards-council' }]]);
    expect((await mutate(customs, 'WithdrawAppeal', { appealId: 'too-fast' })).codes).toEqual(['WRONG_STATUS']);
  });
});
