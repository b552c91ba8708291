import { type DomainEvent, type Instant, newId, PLATFORM, type Position, type Recorded } from '@concord/kernel';
import { TEST_NOW } from '@concord/kernel/testing';
import type { State } from '@concord/projections';
import { RecordBallotResult } from '../standard/standard.commands.js';
import type { StandardEvent } from '../standard/standard.events.js';
import { CloseBallot, VoidBallot } from './ballot.commands.js';
import { ballotDeadline } from './ballot.deadlines.js';
import type { BallotEvent, VoidReason } from './ballot.events.js';
import { ballotResults, ballotTexts } from './ballot.process.js';
import { closedWith, openedWith } from './testing/ballots.js';

const CLOSES = '2026-03-31T00:00:00.000Z' as Instant;

function recorded(stream: string, event: DomainEvent): Recorded<DomainEvent> {
  const metadata = {
    party: PLATFORM.party,
    actor: PLATFORM.person,
    phase: 'BEFORE' as const,
    correlationId: 'story',
    causationId: null,
    occurredAt: TEST_NOW,
    jurisdiction: null,
    commandId: 'command',
    commandDigest: 'digest',
  };
  return { ...event, id: newId(), schemaVersion: 1, metadata, stream, revision: 0, position: '1' as Position, recordedAt: TEST_NOW };
}

const onBallot = (id: string, event: BallotEvent) => recorded(`association.ballot/${id}`, event);
const onStandard = (id: string, event: StandardEvent) => recorded(`association.standard/${id}`, event);

const submitted = (contentHash: string, standardId = 'returns') =>
  onStandard(standardId, {
    type: 'association.standard.DraftSubmitted',
    data: { version: 1, sections: [], contentHash, stage: 'DIS', submittedAt: TEST_NOW },
  });
const opened = (id: string, contentHash: string) => onBallot(id, openedWith({ contentHash, electorate: [], closesAt: CLOSES }));
const closed = (id: string) => onBallot(id, closedWith(openedWith({ electorate: [], closesAt: CLOSES }), []));
const voided = (id: string) =>
  onBallot(id, { type: 'association.ballot.BallotVoided', data: { standardId: 'returns', reason: 'TEXT_CHANGED' } });

/** The rows that a history leaves, the event reacted to included, found by their key. */
function stateAfter(history: readonly Recorded<DomainEvent>[]): State {
  const [table] = ballotTexts.tables;
  const rows = new Map<unknown, object>();
  for (const event of history) {
    for (const key of table!.keys(event)) rows.set(key, table!.evolve(rows.get(key), event, key)!);
  }
  return { find: async (_entity, _where, [key]) => (rows.has(key) ? [rows.get(key) as never] : []) };
}

const reaction = async (...history: readonly Recorded<DomainEvent>[]) => ballotTexts.react(history.at(-1) as never, stateAfter(history));
const voids = (ballotId: string, reason: VoidReason) => [Object.assign(new VoidBallot(), { ballotId, reason })];

describe('A new draft', () => {
  it('voids the ballot that is open on the old one', async () => {
    expect(await reaction(submitted('old'), opened('first', 'old'), submitted('new'))).toEqual(voids('first', 'TEXT_CHANGED'));
  });

  it('leaves a ballot alone that is closed, or void already', async () => {
    expect(await reaction(submitted('old'), opened('first', 'old'), closed('first'), submitted('new'))).toEqual([]);
    expect(await reaction(submitted('old'), opened('first', 'old'), voided('first'), submitted('new'))).toEqual([]);
  });

  it('leaves the ballot on another standard alone', async () => {
    expect(await reaction(submitted('old'), opened('first', 'old'), submitted('new', 'another'))).toEqual([]);
  });

  it('is not put to a ballot by itself', async () => {
    expect(await reaction(submitted('old'), submitted('new'))).toEqual([]);
  });
});

describe('A ballot that is opened', () => {
  it('on the latest draft stands', async () => {
    expect(await reaction(submitted('old'), opened('first', 'old'))).toEqual([]);
  });

  it('while another one is open on the standard is void, and the other one stands', async () => {
    expect(await reaction(submitted('old'), opened('first', 'old'), opened('second', 'old'))).toEqual(
      voids('second', 'ANOTHER_BALLOT_OPEN'),
    );
    expect(await reaction(submitted('old'), opened('first', 'old'), opened('second', 'old'), voided('second'), submitted('new'))).toEqual(
      voids('first', 'TEXT_CHANGED'),
    );
  });

  it('after another one was closed stands', async () => {
    expect(await reaction(submitted('old'), opened('first', 'old'), closed('first'), opened('second', 'old'))).toEqual([]);
  });

  it('on a text that was replaced at the same moment is void', async () => {
    expect(await reaction(submitted('old'), submitted('new'), opened('first', 'old'))).toEqual(voids('first', 'TEXT_CHANGED'));
  });
});

it('The result of a closed ballot is recorded with the standard', async () => {
  expect(await ballotResults.react(closed('first') as never, stateAfter([]))).toEqual([
    Object.assign(new RecordBallotResult(), { standardId: 'returns', ballotId: 'first' }),
  ]);
});

describe('The deadline of a ballot', () => {
  const changes = (event: Recorded<DomainEvent>) => ballotDeadline.changes(event as never);

  it('is the instant that its opening named, and closes it', () => {
    const command = Object.assign(new CloseBallot(), { ballotId: 'first' });
    expect(changes(opened('first', 'old'))).toEqual([{ set: 'first', dueAt: CLOSES, command }]);
  });

  it('is gone when the ballot is closed or void', () => {
    expect(changes(closed('first'))).toEqual([{ clear: 'first' }]);
    expect(changes(voided('first'))).toEqual([{ clear: 'first' }]);
  });
});
