import { type DomainEvent, newId, type Position, type Recorded } from '@concord/kernel';
import { TEST_NOW } from '@concord/kernel/testing';
import type { RowKey } from '@concord/projections';
import type { BallotEvent } from './ballot.events.js';
import { type Ballot, ballots } from './ballot.read-model.js';
import { cast, castSealed, closedWith, content, openedWith, publishedAs } from './testing/ballots.js';
import { PublishedVoteRow, StandingVote } from './vote.read-model.js';

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
  const place = { stream: 'association.ballot/first', revision, position: '1' as Position };
  return { ...event, id: newId(), schemaVersion: 2, metadata, ...place, recordedAt: TEST_NOW };
}

/** The rows of each table after a history. */
function tablesAfter(...history: readonly BallotEvent[]) {
  const tables = ballots.tables.map((table) => {
    const rows = new Map<string, object>();
    const put = (key: RowKey, row: object | undefined) => (row ? rows.set(String(key), row) : rows.delete(String(key)));
    for (const event of history.map(recorded).filter(({ type }) => type in table.events)) {
      for (const key of table.keys(event)) put(key, table.evolve(rows.get(String(key)), event, key));
    }
    return { entity: table.entity, rows: [...rows.values()] };
  });
  const rowsOf = <Row>(entity: new () => Row) => (tables.find((table) => table.entity === entity)?.rows ?? []) as Row[];
  return { ballot: tables[0]!.rows[0] as Ballot, standing: rowsOf(StandingVote), published: rowsOf(PublishedVoteRow), tables };
}

const sealed = openedWith({ secrecy: 'SEALED' });

describe('While a sealed ballot is open', () => {
  it('no row of any table tells a choice, a reason or a count', () => {
    const { ballot, tables } = tablesAfter(sealed, castSealed('cn-customs', 'ciphertext'), castSealed('us-cpsc', 'more'));
    expect(ballot).toMatchObject({ status: 'OPEN', votesCast: 2, result: null });
    expect(JSON.stringify(tables.map(({ rows }) => rows))).not.toMatch(/"(DISAPPROVE|APPROVE|ABSTAIN)"/);
  });

  it('a vote that is changed does not count twice, and one that is withdrawn not at all', () => {
    const changed = [sealed, castSealed('cn-customs', 'first'), castSealed('cn-customs', 'second')];
    expect(tablesAfter(...changed).ballot.votesCast).toBe(1);
    expect(tablesAfter(...changed).standing).toMatchObject([{ party: 'cn-customs', sealed: 'second', content: null }]);
    const gone: BallotEvent = { type: 'association.ballot.VoteWithdrawn', data: { party: 'cn-customs', withdrawnBy: 'cn-customs' } };
    expect(tablesAfter(...changed, gone)).toMatchObject({ ballot: { votesCast: 0 }, standing: [] });
  });
});

describe('When a ballot is over', () => {
  it('the row of a secret one names nobody, and neither do its votes', () => {
    const secret = openedWith({ secrecy: 'SECRET' });
    const vote = publishedAs('r1', null, 'P_MEMBER', content('ABSTAIN'));
    const { ballot, published } = tablesAfter(
      secret,
      castSealed('cn-customs', 'ciphertext'),
      { type: 'association.ballot.VotePublished', data: vote },
      closedWith(secret, [vote]),
    );
    expect(ballot).toMatchObject({ status: 'CLOSED', result: { approved: false, stripped: [{ party: null, receipt: 'r1' }] } });
    expect(published).toEqual([{ ballotId: 'first', ...vote }]);
  });

  it('and came to nothing, its row says why and has no result', () => {
    const voided: BallotEvent = { type: 'association.ballot.BallotVoided', data: { standardId: 'returns', reason: 'TEXT_CHANGED' } };
    expect(tablesAfter(openedWith(), cast('cn-customs', 'APPROVE'), voided).ballot).toMatchObject({
      status: 'VOID',
      result: null,
      voidReason: 'TEXT_CHANGED',
    });
  });
});

test('In a recirculation the votes that carry over stand from the opening on', () => {
  const carried = [{ party: 'cn-customs', castBy: 'cn-customs', content: content('APPROVE') }];
  const again = openedWith({ recirculation: { of: 'before', changed: ['clause_1'], unresolved: [], carried } });
  expect(tablesAfter(again)).toMatchObject({ ballot: { votesCast: 1, recirculation: { of: 'before' } }, standing: carried });
});
