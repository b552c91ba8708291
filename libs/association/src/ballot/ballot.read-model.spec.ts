import { type DomainEvent, type Instant, newId, type Position, type Recorded } from '@concord/kernel';
import { TEST_NOW } from '@concord/kernel/testing';
import type { RowKey } from '@concord/projections';
import type { BallotEvent } from './ballot.events.js';
import { type Ballot, type BallotVote, ballots } from './ballot.read-model.js';
import { tally } from './iso-rule.js';

function recorded(event: BallotEvent): Recorded<DomainEvent> {
  const metadata = {
    party: 'somebody',
    actor: 'somebody',
    phase: 'BEFORE' as const,
    correlationId: 'story',
    causationId: null,
    occurredAt: TEST_NOW,
    jurisdiction: null,
    commandId: 'command',
    commandDigest: 'digest',
  };
  const place = { stream: 'association.ballot/first', revision: 0, position: '1' as Position };
  return { ...event, id: newId(), schemaVersion: 1, metadata, ...place, recordedAt: TEST_NOW };
}

/** The rows of both tables after a history. */
function tablesAfter(...history: readonly BallotEvent[]): { readonly ballot: Ballot; readonly votes: readonly BallotVote[] } {
  const [ballot, votes] = ballots.tables.map((table) => {
    const rows = new Map<string, object>();
    const put = (key: RowKey, row: object | undefined) => (row ? rows.set(String(key), row) : rows.delete(String(key)));
    for (const event of history.map(recorded).filter(({ type }) => type in table.events)) {
      for (const key of table.keys(event)) put(key, table.evolve(rows.get(String(key)), event, key));
    }
    return [...rows.values()];
  });
  return { ballot: ballot![0] as Ballot, votes: votes as BallotVote[] };
}

const opened: BallotEvent = {
  type: 'association.ballot.BallotOpened',
  data: {
    association: 'trade-standards',
    committeeId: 'odr',
    standardId: 'returns',
    draftVersion: 1,
    contentHash: 'a'.repeat(64),
    rule: 'ISO_IEC_DIS',
    electorate: [
      { party: 'cn-customs', kind: 'P_MEMBER' },
      { party: 'us-cpsc', kind: 'O_MEMBER' },
    ],
    openedAt: TEST_NOW,
    closesAt: '2026-03-31T00:00:00.000Z' as Instant,
  },
};
const REASON = 'clause 1 is unclear';
const vote = (party: string, choice: 'APPROVE' | 'DISAPPROVE'): BallotEvent => ({
  type: 'association.ballot.VoteCast',
  data: { party, choice, technicalReason: choice === 'DISAPPROVE' ? REASON : null, comment: null },
});
const result = tally([{ party: 'cn-customs', kind: 'P_MEMBER', choice: 'APPROVE', technicalReason: null }]);
const closed: BallotEvent = {
  type: 'association.ballot.BallotClosed',
  data: { standardId: 'returns', closedAt: '2026-03-31T00:00:00.000Z' as Instant, votesCast: 1, rollSize: 2, ...result },
};

describe('While a ballot is open', () => {
  it('its row tells the turnout, and neither a choice nor a reason nor a count', () => {
    const { ballot } = tablesAfter(opened, vote('cn-customs', 'DISAPPROVE'));
    expect(ballot).toMatchObject({ status: 'OPEN', turnout: { votesCast: 1, rollSize: 2 }, result: null });
    expect(JSON.stringify(ballot)).not.toMatch(/DISAPPROVE|APPROVE|unclear/);
  });

  it('its row is the same whatever is voted', () => {
    expect(tablesAfter(opened, vote('cn-customs', 'DISAPPROVE')).ballot).toEqual(tablesAfter(opened, vote('cn-customs', 'APPROVE')).ballot);
  });

  it('a vote that is changed does not count twice, and one that is withdrawn not at all', () => {
    const changed = [opened, vote('cn-customs', 'DISAPPROVE'), vote('cn-customs', 'APPROVE')];
    expect(tablesAfter(...changed).ballot.turnout.votesCast).toBe(1);
    expect(tablesAfter(...changed).votes).toMatchObject([
      { ballotId: 'first', party: 'cn-customs', choice: 'APPROVE', technicalReason: null },
    ]);

    const withdrawn = tablesAfter(...changed, { type: 'association.ballot.VoteWithdrawn', data: { party: 'cn-customs' } });
    expect(withdrawn.ballot.turnout.votesCast).toBe(0);
    expect(withdrawn.votes).toEqual([]);
  });
});

describe('When a ballot is over', () => {
  it('its row has the whole result', () => {
    expect(tablesAfter(opened, vote('cn-customs', 'APPROVE'), closed).ballot).toMatchObject({ status: 'CLOSED', result, voidReason: null });
  });

  it('and came to nothing, its row says why and has no result', () => {
    const voided: BallotEvent = { type: 'association.ballot.BallotVoided', data: { standardId: 'returns', reason: 'TEXT_CHANGED' } };
    expect(tablesAfter(opened, vote('cn-customs', 'APPROVE'), voided).ballot).toMatchObject({
      status: 'VOID',
      result: null,
      voidReason: 'TEXT_CHANGED',
    });
  });
});
