import { parseRecord, recount } from '@concord/association';
import { Balloting } from './support/balloting.js';
import { connect, subscribe } from './support/live.js';
import { RunningPlatform } from './support/running-platform.js';
import { termFor } from './support/term.js';

const CAST = 'association.ballot.VoteCast';
/** Long enough to vote in, short enough to wait for. */
const SOON = 10_000;

describe('A secret ballot that has closed', () => {
  let platform: RunningPlatform;

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const balloting = await Balloting.among(platform, ['cn-customs', 'us-cpsc']);
    const began = performance.now();
    await balloting.draft('secret');
    const closesAt = new Date(Date.now() + termFor(SOON, began)).toISOString();
    await balloting.open('secret', { closesAt, secrecy: 'SECRET', rule: { builtIn: 'SIMPLE_MAJORITY' } });
    await balloting.issue('cn-customs', 'CastVote', { ballotId: 'secret', choice: 'APPROVE' });
    await balloting.issue('us-cpsc', 'CastVote', { ballotId: 'secret', choice: 'APPROVE' });
    await balloting.closed('secret');
  });
  afterAll(() => platform.remove());

  /** Both votes are told of, and neither with what it was sealed to. */
  const expectUnsealed = (votes: readonly unknown[]): void =>
    expect(votes).toEqual(['cn-customs', 'us-cpsc'].map((party) => ({ party, castBy: party, content: null, sealed: null })));

  it('shows no ciphertext in its history, as it is and as it was', async () => {
    const { data } = await platform.ask('{ history(id: "association.ballot/secret") { nodes { type data position } } }');
    const cast = data.history.nodes.filter(({ type }: { type: string }) => type === CAST);
    expectUnsealed(cast.map((event: { data: object }) => event.data));
    const asOf = 'query ($position: Position) { objectAsOf(id: "association.ballot/secret", position: $position) { state } }';
    expectUnsealed((await platform.ask(asOf, { position: cast[1].position })).data.objectAsOf.state.votes);
  });

  it('nor to those who follow the log, nor to the operator on the command line', async () => {
    const client = connect(platform);
    const live = subscribe(client, 'subscription ($types: [String!]) { events(after: "0", types: $types) { data } }', { types: [CAST] });
    const followed = [(await live.next()).value.data.events.data, (await live.next()).value.data.events.data];
    await client.dispose();
    expectUnsealed(followed);
    const { stdout } = await platform.cli('log', 'tail', '--json', '--no-follow', '--last', '1000', '--type', CAST);
    expectUnsealed(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).data),
    );
  });

  it('nor in its record, which is counted again all the same', async () => {
    const { ballotRecord } = (await platform.ask('{ ballotRecord(id: "secret") }')).data;
    const record = parseRecord(ballotRecord);
    expectUnsealed(record.acts.flatMap(({ type, data }) => (type === CAST ? [data] : [])));
    expect(recount(record)).toMatchObject({ votes: 2, rollSize: 2, differences: [], tally: { approved: true } });
  });
});
