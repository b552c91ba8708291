import { given } from '@concord/kernel/testing';
import { CastVote, CloseBallot } from './ballot.commands.js';
import type { BallotEvent } from './ballot.events.js';
import { ballot } from './ballot.js';
import { evolve, initialState } from './ballot-state.js';
import { close } from './closing.js';
import { recirculationOf } from './recirculation.js';
import { association, at, CLOSES, castSealed, content, customs, HASH, member, OTHER_HASH, openedWith } from './testing/ballots.js';
import type { VoteContent } from './vote.js';

/** What EventStoreDB takes in one append. */
const LARGEST_APPEND = 16 * 1024 * 1024 - 10_000;
/** More than the metadata of an event take, and its frame. */
const AROUND_AN_EVENT = 1_000;

const ROLL = Array.from({ length: 1_000 }, (_, nth) => member(nth === 0 ? 'cn-customs' : `member-${nth}-${'x'.repeat(40)}`, 'P_MEMBER'));
const opened = openedWith({ secrecy: 'SEALED', electorate: ROLL });
const drafts = [{ version: 3, contentHash: HASH, submittedAt: at('2026-01-01T00:00:00.000Z') }];

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const bytesIn = (events: readonly BallotEvent[]): number => events.reduce((sum, event) => sum + bytesOf(event) + AROUND_AN_EVENT, 0);
const objection = (technicalReason: string, comment: string): Partial<VoteContent> => ({ technicalReason, comment });
const casting = (body: Partial<VoteContent>) =>
  given(ballot, opened).when(Object.assign(new CastVote(), { ballotId: 'first', choice: 'DISAPPROVE', ...body }), {
    actor: customs,
    facts: { drafts, committee: null, before: null, sealed: 'ciphertext' },
  });

/** As long as a vote may be among a thousand. */
const AROUND = bytesOf(content('DISAPPROVE', objection('', '')));
const longest = objection('規'.repeat(4_000), 'x'.repeat(Math.floor((12 * 1024 * 1024) / 1_000) - AROUND - 12_000));

describe('A vote among a thousand parties', () => {
  it('has so many words that a thousand of its length can be published at once, and no more', () => {
    casting(longest).then(castSealed('cn-customs', 'ciphertext'));
    casting({ ...longest, comment: `${longest.comment}x` }).thenRejected('VOTE_TOO_LONG', 'technicalReason');
    casting(objection('x'.repeat(10_000), 'x')).then(castSealed('cn-customs', 'ciphertext'));
    casting(objection('規', 'x'.repeat(13_000))).thenRejected('VOTE_TOO_LONG', 'comment');
  });

  it('so that a ballot in which all write so much closes in one append, and can be held again', () => {
    const voted = ROLL.map(({ party }) => castSealed(party, 'ciphertext'));
    const state = [opened, ...voted].reduce(evolve, initialState);
    const says = content('DISAPPROVE', longest);
    const contents = ROLL.map(() => ({ content: says, receipt: 'r'.repeat(43) }));
    const command = Object.assign(new CloseBallot(), { ballotId: 'first' });
    const events = close(command, state, { actor: association, now: CLOSES, facts: { drafts, contents, key: 'k'.repeat(43) } });
    expect(events).toHaveLength(1_001);
    expect(bytesIn(events as readonly BallotEvent[])).toBeLessThan(LARGEST_APPEND);
    const closed = (events as readonly BallotEvent[]).reduce(evolve, state);
    const recirculation = recirculationOf('first', { ballot: closed, places: {} }, OTHER_HASH);
    expect(recirculation.carried).toHaveLength(1_000);
    expect(bytesIn([openedWith({ electorate: ROLL, recirculation })])).toBeLessThan(LARGEST_APPEND);
  });
});
