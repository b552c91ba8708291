import { type BallotEvent, type BallotOpened, ballotEvents, type CarriedVote } from '@concord/association';
import { type DomainEvent, type EventDeclaration, newId, type Position, type Recorded } from '@concord/kernel';
import { TEST_NOW } from '@concord/kernel/testing';
import type { RowsOf } from '@concord/projections';
import { reminders, type Standing, standings } from './reminder.tables.js';
import { subscriptionEvents } from './subscription.events.js';

function recorded(event: BallotEvent, revision: number): Recorded<DomainEvent> {
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
  const place = { stream: 'association.ballot/first', revision, position: String(revision + 1) as Position };
  const { version } = ballotEvents[event.type];
  return { ...event, id: newId(), schemaVersion: version, metadata, ...place, recordedAt: TEST_NOW };
}

/** The rows of a table after a history, in the order in which they were made. */
function rowsAfter<Row>(table: RowsOf, ...history: readonly BallotEvent[]): readonly Row[] {
  const rows = new Map<string, object>();
  for (const event of history.map(recorded).filter(({ type }) => type in table.events)) {
    for (const key of table.keys(event)) {
      const row = table.evolve(rows.get(String(key)), event, key);
      if (row) rows.set(String(key), row);
    }
  }
  return [...rows.values()] as Row[];
}

const content = { choice: 'APPROVE', technicalReason: null, comment: null, experts: [], clauses: [], mark: null } as const;
const carriedOf = (party: string): CarriedVote => ({ party, castBy: party, content });

const opened = (...carried: readonly CarriedVote[]): BallotOpened => {
  const electorate = ['cn-customs', 'us-cpsc'].map((party) => ({ party, kind: 'P_MEMBER' as const, interest: null }));
  const recirculation = carried.length > 0 ? { of: 'before', changed: [], unresolved: [], carried } : null;
  // Of an opening nothing else is read here.
  return { type: 'association.ballot.BallotOpened', data: { electorate, recirculation } as unknown as BallotOpened['data'] };
};
const cast = (party: string): BallotEvent => ({
  type: 'association.ballot.VoteCast',
  data: { party, castBy: party, content: null, sealed: 'ciphertext' },
});
const withdrawn = (party: string): BallotEvent => ({ type: 'association.ballot.VoteWithdrawn', data: { party, withdrawnBy: party } });
const reminded: BallotEvent = {
  type: 'association.ballot.VotersReminded',
  data: { standardId: 'returns', closesAt: TEST_NOW, remindedAt: TEST_NOW },
};

/** What is known of a party: from which revision on it has voted, or has not. */
const standingOf = (party: string, ...history: readonly BallotEvent[]) =>
  rowsAfter<Standing>(standings, ...history)
    .filter((row) => row.party === party)
    .map(({ revision, hasVoted }) => [revision, hasVoted]);

describe('Who has voted', () => {
  test('is kept by the revision of the ballot, so that what comes later changes nothing about a reminder', () => {
    const history = [opened(), cast('cn-customs'), reminded, withdrawn('cn-customs'), cast('us-cpsc')];
    expect(standingOf('cn-customs', ...history)).toEqual([
      [0, false],
      [1, true],
      [3, false],
    ]);
    expect(standingOf('us-cpsc', ...history)).toEqual([
      [0, false],
      [4, true],
    ]);
  });

  test('is from the opening on whoever has a vote that a recirculation carries over', () => {
    const history = [opened(carriedOf('us-cpsc'))];
    expect(standingOf('us-cpsc', ...history)).toEqual([[0, true]]);
    expect(standingOf('cn-customs', ...history)).toEqual([[0, false]]);
  });

  test('is all that is kept of a vote', () => {
    const [, , row] = rowsAfter<Standing>(standings, opened(), cast('cn-customs'));
    expect(row).toEqual({ ballot: 'first', party: 'cn-customs', revision: 1, hasVoted: true });
  });
});

test('each reminder is one row, and names nobody', () => {
  const rows = rowsAfter(reminders, opened(), reminded, cast('us-cpsc'), reminded);
  const row = { ballot: 'first', standardId: 'returns', closesAt: TEST_NOW, recordedAt: TEST_NOW };
  expect(rows).toEqual([
    { ...row, revision: 1, position: '2' },
    { ...row, revision: 3, position: '4' },
  ]);
});

test('a subscription that was made before there were reminders brings none', () => {
  const terms = { jurisdictions: ['US'], hsCodes: [], agencies: [], text: null, webhook: null, digest: null };
  const declared: readonly EventDeclaration[] = [
    subscriptionEvents['government.subscription.SubscriptionMade'],
    subscriptionEvents['government.subscription.SubscriptionChanged'],
  ];
  for (const { version, upcasts } of declared) {
    const upcast = upcasts?.[1] as (data: object) => object;
    expect([version, upcast({ party: 'shop', ...terms })]).toEqual([2, { party: 'shop', ...terms, ballotReminders: false }]);
  }
});
