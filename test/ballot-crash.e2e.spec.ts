import { setTimeout as sleep } from 'node:timers/promises';
import { type BallotRecord, parseRecord, recount } from '@concord/association';
import { Balloting } from './support/balloting.js';
import { connect, subscribe } from './support/live.js';
import { headOf, readLog } from './support/log-reading.js';
import { RunningPlatform } from './support/running-platform.js';
import { termFor } from './support/term.js';

const CLOSED = 'association.ballot.BallotClosed';
const MEMBERS = ['cn-customs', 'de-bnetza', 'us-cpsc'];
/** Long enough to open the ballots in, short enough to wait for. */
const SOON = 6_000;
/** Between two votes of one member, so that the records stay small. */
const PAUSE = 25;

interface Ballot {
  readonly id: string;
  /** Whose vote it was, by the revision that was acknowledged. */
  readonly acknowledged: Map<number, string>;
  /** For each member, the marks of the vote that was acknowledged last and of the one that got no answer. */
  readonly marks: Map<string, string[]>;
}

describe('A platform that is killed with kill -9 while sealed ballots close at one moment, and started again', () => {
  let platform: RunningPlatform;
  let balloting: Balloting;

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    balloting = await Balloting.among(platform, MEMBERS);
  });
  afterAll(() => platform.remove());

  /** Changes the vote again and again until the ballot is closed or the platform gone. */
  async function keepVoting({ id: ballotId, acknowledged, marks }: Ballot, party: string): Promise<void> {
    for (let nth = 0; ; nth++) {
      const mark = `${party} ${nth}`;
      try {
        const { revision } = await balloting.issue(party, 'CastVote', { ballotId, choice: nth % 2 ? 'APPROVE' : 'ABSTAIN', mark });
        acknowledged.set(revision, party);
        marks.set(party, [mark]);
      } catch (error) {
        const { name, message } = error as Error;
        if (['TypeError', 'SyntaxError'].includes(name)) marks.set(party, [...(marks.get(party) ?? []), mark]);
        else if (!message.includes('BALLOT_CLOSED')) throw error;
        return;
      }
      await sleep(PAUSE);
    }
  }

  /** Ballots that close at one moment. */
  async function openedTogether(round: string): Promise<{ readonly ballots: readonly Ballot[]; readonly closesAt: number }> {
    const ids = ['a', 'b', 'c'].map((letter) => `${round}-${letter}`);
    const began = performance.now();
    for (const id of ids) await balloting.draft(id);
    const closesAt = Date.now() + termFor(SOON, began) / ids.length;
    for (const id of ids) await balloting.open(id, { closesAt: new Date(closesAt).toISOString() });
    return { ballots: ids.map((id) => ({ id, acknowledged: new Map(), marks: new Map() })), closesAt };
  }

  const killsWhen: Readonly<Record<string, (closesAt: number) => Promise<unknown>>> = {
    'as they close': (closesAt) => sleep(Math.max(0, closesAt - Date.now())),
    'once the first has closed': async () => {
      const client = connect(platform);
      const query = 'subscription ($after: Position!, $types: [String!]) { events(after: $after, types: $types) { id } }';
      await subscribe(client, query, { after: await headOf(platform), types: [CLOSED] }).next();
      await client.dispose();
    },
  };

  it.each(Object.entries(killsWhen))('closes each once, %s: with all the votes that were acknowledged', async (name, moment) => {
    const { ballots, closesAt } = await openedTogether(name.replaceAll(' ', '-'));
    const votes = ballots.flatMap((ballot) => MEMBERS.map((party) => keepVoting(ballot, party)));
    await moment(closesAt);
    await Promise.all([platform.end('SIGKILL'), ...votes]);
    await platform.startAgain();
    for (const { id } of ballots) await balloting.closed(id);

    const closes = (await readLog(platform, [CLOSED])).map(({ stream }) => stream);
    for (const { id, acknowledged, marks } of ballots) {
      expect(closes.filter((stream) => stream === `association.ballot/${id}`)).toHaveLength(1);
      const record: BallotRecord = parseRecord((await platform.ask(`{ ballotRecord(id: "${id}") }`)).data.ballotRecord);
      expect(recount(record)).toMatchObject({ differences: [], votes: MEMBERS.length });
      expect(acknowledged.size).toBeGreaterThanOrEqual(MEMBERS.length);
      for (const [revision, party] of acknowledged) {
        expect(record.acts[revision]).toMatchObject({ type: 'association.ballot.VoteCast', by: party });
      }
      const { votes: published } = await balloting.see(null, id, 'votes { party mark }');
      expect(published.map(({ party }: { party: string }) => party)).toEqual(MEMBERS);
      for (const { party, mark } of published) expect(marks.get(party)).toContain(mark);
    }
  });
});
