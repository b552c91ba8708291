import { parseRecord, recount } from '@concord/association';
import { Balloting } from './support/balloting.js';
import { RunningPlatform } from './support/running-platform.js';
import { termFor } from './support/term.js';

/** Long enough to vote in, short enough to wait for. */
const SOON = 10_000;
const soon = (began: number) => new Date(Date.now() + termFor(SOON, began)).toISOString();

describe('A sealed ballot that is held again, and in which nobody votes anew', () => {
  let platform: RunningPlatform;
  let balloting: Balloting;

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    balloting = await Balloting.among(platform, ['cn-customs', 'us-cpsc']);
    const began = performance.now();
    await balloting.draft('returns');
    const drafted = performance.now() - began;
    await balloting.open('returns', { closesAt: soon(began) });
    await balloting.issue('cn-customs', 'CastVote', { ballotId: 'returns', choice: 'APPROVE' });
    const objection = { choice: 'DISAPPROVE', technicalReason: 'It names no term.' };
    await balloting.issue('us-cpsc', 'CastVote', { ballotId: 'returns', ...objection });
    await balloting.closed('returns');
    const changed = [{ eId: 'clause_1', text: [{ language: 'en', text: 'Goods go back within 14 days.' }] }];
    await balloting.issue('standards', 'SubmitDraft', { standardId: 'returns', sections: changed });
    await balloting.open('returns', { ballotId: 'again', recirculates: 'returns', closesAt: soon(performance.now() - drafted) });
  });
  afterAll(() => platform.remove());

  it('tells each voter the receipt under which its vote is published, before the close, and nobody else', async () => {
    const receipts = new Map<string, string>();
    for (const party of ['cn-customs', 'us-cpsc']) {
      const { myVote, votes } = await balloting.see(party, 'again', 'myVote { party receipt } votes { receipt }');
      expect([myVote.party, votes]).toEqual([party, null]);
      receipts.set(party, myVote.receipt);
    }
    await balloting.closed('again');
    const { votes } = await balloting.see(null, 'again', 'votes { party choice receipt }');
    expect(votes).toEqual([
      { party: 'cn-customs', choice: 'APPROVE', receipt: receipts.get('cn-customs') },
      { party: 'us-cpsc', choice: 'DISAPPROVE', receipt: receipts.get('us-cpsc') },
    ]);
    const { votes: before } = await balloting.see(null, 'returns', 'votes { receipt }');
    expect(new Set([...votes, ...before].map(({ receipt }) => receipt)).size).toBe(4);
  });

  it('is counted again from its record', async () => {
    const { ballotRecord } = (await platform.ask('{ ballotRecord(id: "again") }')).data;
    expect(recount(parseRecord(ballotRecord))).toMatchObject({ votes: 2, differences: [], tally: { approved: false } });
  });
});
