import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { termFor } from '../../../../test/support/term.js';
import { AssociationModule } from '../module.js';

/** Long enough to vote in, short enough to wait for. */
const SOON = 4_000;

const BALLOT = `{ status turnout { votesCast rollSize } voidReason
  result { approved criteria { name votes outOf threshold met } stripped { party choice reason } }
  votes { party kind choice technicalReason comment } myVote { party choice } }`;
const ballotOf = (id: string) => `{ ballot(id: "${id}") ${BALLOT} }`;

const done = ({ data, codes }: GraphqlAnswer) => {
  expect(codes).toEqual([]);
  return data;
};

const mutate = async (ask: Ask, field: string, type: string, input: object, object: string): Promise<GraphqlAnswer> =>
  ask(`mutation ($input: ${type}!) { ${field}(input: $input) { receipt { position } ${object} } }`, { input });

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

describe('A vote, through the API of a running platform', () => {
  let running: RunningContext;
  let association: Ask;
  let customs: Ask;
  let cpsc: Ask;
  let shop: Ask;

  const draft = (standardId: string, text: string) =>
    mutate(
      association,
      'submitDraft',
      'SubmitDraft',
      { standardId, sections: [{ eId: 'clause_1', heading: 'Scope', text: [{ language: 'en', text }] }] },
      'standard { drafts { version contentHash } text { eId heading text { language text } } }',
    );
  const openBallot = (ballotId: string, standardId: string, milliseconds: number) =>
    mutate(
      association,
      'openBallot',
      'OpenBallot',
      { ballotId, standardId, closesAt: new Date(Date.now() + milliseconds).toISOString() },
      'ballot { electorate { party kind } }',
    );
  const vote = (ask: Ask, ballotId: string, body: object) => mutate(ask, 'castVote', 'CastVote', { ballotId, ...body }, `ballot ${BALLOT}`);

  async function standardAtDIS(standardId: string): Promise<void> {
    const texts = { titles: [{ language: 'en', text: 'Returns' }], scope: [{ language: 'en', text: 'How goods go back.' }] };
    done(
      await mutate(association, 'proposeStandard', 'ProposeStandard', { standardId, committeeId: 'odr', ...texts }, 'standard { stage }'),
    );
    for (const stage of ['WD', 'CD', 'DIS']) {
      done(await mutate(association, 'advanceStandard', 'AdvanceStandard', { standardId, stage }, 'standard { stage }'));
    }
    done(await draft(standardId, 'Goods go back within 14 days.'));
  }

  beforeAll(async () => {
    running = await runContexts(AssociationModule);
    association = await running.party('trade-standards', 'ASSOCIATION');
    customs = await running.party('cn-customs', 'AGENCY', ['OFFICER']);
    cpsc = await running.party('us-cpsc', 'AGENCY', ['OFFICER']);
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER']);
    const texts = { names: [{ language: 'en', text: 'Disputes' }], scope: [{ language: 'en', text: 'Complaints across borders.' }] };
    done(await mutate(association, 'createCommittee', 'CreateCommittee', { committeeId: 'odr', ...texts }, 'committee { association }'));
    for (const [party, kind] of [
      ['cn-customs', 'P_MEMBER'],
      ['us-cpsc', 'O_MEMBER'],
    ]) {
      done(
        await mutate(
          association,
          'appointMember',
          'AppointMember',
          { committeeId: 'odr', party, kind },
          'committee { members { party kind } }',
        ),
      );
    }
  });
  afterAll(() => running?.stop());

  it('is secret while the ballot is open, and each party sees its own vote alone', async () => {
    await standardAtDIS('secret');
    done(await openBallot('secret-ballot', 'secret', 3_600_000));
    const cast = done(
      await vote(customs, 'secret-ballot', { choice: 'DISAPPROVE', technicalReason: 'clause 1 is unclear', comment: 'mind it' }),
    );
    const open = { status: 'OPEN', turnout: { votesCast: 1, rollSize: 2 }, voidReason: null, result: null, votes: null };
    expect(cast.castVote.ballot).toEqual({ ...open, myVote: { party: 'cn-customs', choice: 'DISAPPROVE' } });
    for (const ask of [running.anybody, association, cpsc, shop]) {
      expect(done(await ask(ballotOf('secret-ballot')))).toEqual({ ballot: { ...open, myVote: null } });
    }
    expect(done(await running.anybody('{ ballots(voter: "us-cpsc", status: OPEN) { nodes { id votes { choice } } totalCount } }'))).toEqual(
      {
        ballots: { nodes: [{ id: 'secret-ballot', votes: null }], totalCount: 1 },
      },
    );
  });

  it('is void when the text is changed, and stays secret', async () => {
    await standardAtDIS('changed');
    done(await openBallot('void-ballot', 'changed', 3_600_000));
    done(await vote(customs, 'void-ballot', { choice: 'APPROVE' }));
    done(await draft('changed', 'Goods go back within 30 days.'));
    const { ballot } = await eventually(
      () => running.anybody(ballotOf('void-ballot')),
      (data) => data.ballot.status !== 'OPEN',
    );
    expect(ballot).toMatchObject({ status: 'VOID', voidReason: 'TEXT_CHANGED', result: null, votes: null });
    expect((await vote(cpsc, 'void-ballot', { choice: 'APPROVE' })).codes).toEqual(['BALLOT_VOID']);
  });

  it('is for one ballot at a time: the later one is void', async () => {
    await standardAtDIS('contested');
    done(await openBallot('earlier', 'contested', 3_600_000));
    done(await openBallot('later', 'contested', 3_600_000));
    const { ballots } = await eventually(
      () => running.anybody('{ ballots(standardId: "contested") { nodes { id status voidReason } } }'),
      (data) => data.ballots.nodes.some(({ status }: { status: string }) => status === 'VOID'),
    );
    expect(ballots.nodes).toEqual([
      { id: 'earlier', status: 'OPEN', voidReason: null },
      { id: 'later', status: 'VOID', voidReason: 'ANOTHER_BALLOT_OPEN' },
    ]);
  });

  it('is refused to whoever may not vote', async () => {
    expect((await vote(running.anybody, 'secret-ballot', { choice: 'APPROVE' })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await vote(shop, 'secret-ballot', { choice: 'APPROVE' })).codes).toEqual(['NOT_ON_ROLL']);
    expect((await vote(customs, 'no-such-ballot', { choice: 'APPROVE' })).codes).toEqual(['BALLOT_NOT_FOUND']);
    expect((await vote(customs, 'secret-ballot', { choice: 'PERHAPS' })).codes).toEqual(['BAD_INPUT']);
    expect(
      (await running.anybody('mutation { closeBallot(input: { ballotId: "secret-ballot" }) { receipt { position } } }')).codes,
    ).toEqual(['BAD_INPUT']);
  });

  it('closes by itself; then everybody sees the votes, the result, and the standard adopted', async () => {
    const began = performance.now();
    await standardAtDIS('returns');
    done(await openBallot('first', 'returns', termFor(SOON, began)));
    done(await vote(customs, 'first', { choice: 'DISAPPROVE', technicalReason: 'clause 1 is unclear' }));
    done(await vote(cpsc, 'first', { choice: 'DISAPPROVE' }));
    done(await vote(customs, 'first', { choice: 'APPROVE', comment: 'It is clear now.' }));

    const { standard } = await eventually(
      () => running.anybody('{ standard(id: "returns") { stage verdicts { ballotId adopted draftVersion criteria { name met } } } }'),
      (data) => data.standard.verdicts.length > 0,
    );
    const names = ['VOTES_COUNTED', 'P_MEMBERS_IN_FAVOUR', 'ALL_NEGATIVE'];
    expect(standard).toEqual({
      stage: 'PUBLISHED',
      verdicts: [{ ballotId: 'first', adopted: true, draftVersion: 1, criteria: names.map((name) => ({ name, met: true })) }],
    });
    const { ballot } = done(await cpsc(ballotOf('first')));
    expect(ballot).toMatchObject({
      status: 'CLOSED',
      turnout: { votesCast: 2, rollSize: 2 },
      result: {
        approved: true,
        stripped: [{ party: 'us-cpsc', choice: 'DISAPPROVE', reason: 'NEGATIVE_WITHOUT_TECHNICAL_REASON' }],
      },
      votes: [
        { party: 'cn-customs', kind: 'P_MEMBER', choice: 'APPROVE', technicalReason: null, comment: 'It is clear now.' },
        { party: 'us-cpsc', kind: 'O_MEMBER', choice: 'DISAPPROVE', technicalReason: null, comment: null },
      ],
      myVote: { party: 'us-cpsc', choice: 'DISAPPROVE' },
    });
    expect((await vote(cpsc, 'first', { choice: 'APPROVE' })).codes).toEqual(['BALLOT_CLOSED']);
  });

  it('leaves texts and committees for everyone to read', async () => {
    const document = `{
      committees(member: "us-cpsc") { nodes { id names { text } members { party kind } } }
      standards(committeeId: "odr", stage: DIS) { nodes { id drafts { version } } }
      standard(id: "changed") { first: text(version: 1) { text { text } } latest: text { eId heading text { text } } none: text(version: 3) { eId } }
    }`;
    expect(done(await running.anybody(document))).toEqual({
      committees: {
        nodes: [
          {
            id: 'odr',
            names: [{ text: 'Disputes' }],
            members: [
              { party: 'cn-customs', kind: 'P_MEMBER' },
              { party: 'us-cpsc', kind: 'O_MEMBER' },
            ],
          },
        ],
      },
      standards: {
        nodes: [
          { id: 'changed', drafts: [{ version: 1 }, { version: 2 }] },
          { id: 'contested', drafts: [{ version: 1 }] },
          { id: 'secret', drafts: [{ version: 1 }] },
        ],
      },
      standard: {
        first: [{ text: [{ text: 'Goods go back within 14 days.' }] }],
        latest: [{ eId: 'clause_1', heading: 'Scope', text: [{ text: 'Goods go back within 30 days.' }] }],
        none: null,
      },
    });
  });
});
