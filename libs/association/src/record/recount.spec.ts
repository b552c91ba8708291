import { randomBytes } from 'node:crypto';
import { canonicalJson } from '@concord/kernel';
import { sealUnder } from '@concord/secrets';
import type { BallotEvent, Secrecy } from '../ballot/ballot.events.js';
import { keyOfBallot, placeOfVote } from '../ballot/sealed-votes.js';
import { at, CLOSES, cast, castSealed, closedWith, content, openedWith, publishedAs, ROLL } from '../ballot/testing/ballots.js';
import type { PublishedVote, VoteContent } from '../ballot/vote.js';
import { contentHash } from '../standard/content-hash.js';
import { type BallotRecord, RECORD_FORMAT, type RecordedAct } from './ballot-record.js';
import type { Check } from './difference.js';
import { NoBallotRecord, parseRecord } from './parse-record.js';
import { recount } from './recount.js';

const text = [{ eId: 'clause_1', heading: 'Scope', text: [{ language: 'en', text: 'Goods go back within 14 days.' }] }];
const opened = (secrecy: Secrecy) => openedWith({ secrecy, contentHash: contentHash(text) });
const VOTED = at('2026-03-10T00:00:00.000Z');

/** The party that voted; null where it is another act. */
function handIn({ type, data }: BallotEvent): string | null {
  if (type === 'association.ballot.VoteCast') return data.castBy;
  return type === 'association.ballot.VoteWithdrawn' ? data.withdrawnBy : null;
}

const recordOf = (events: readonly BallotEvent[]): BallotRecord => ({
  format: RECORD_FORMAT,
  ballotId: 'first',
  text,
  acts: events.map((event, revision): RecordedAct => {
    const by = handIn(event);
    return { ...event, revision, occurredAt: by === null ? CLOSES : VOTED, by: by ?? 'platform' };
  }),
});

const published = (vote: PublishedVote): BallotEvent => ({ type: 'association.ballot.VotePublished', data: vote });

const key = randomBytes(32);
const sealed = (party: string, vote: VoteContent): BallotEvent =>
  castSealed(party, sealUnder(key, keyOfBallot('first'), placeOfVote('first', party), canonicalJson(vote)));
const approval = content('APPROVE');
const objection = content('DISAPPROVE', { technicalReason: 'clause 1' });

const ofSealed = (votes = [publishedAs('r1', 'cn-customs', 'P_MEMBER', approval), publishedAs('r2', 'us-cpsc', 'O_MEMBER', objection)]) =>
  recordOf([
    opened('SEALED'),
    sealed('us-cpsc', approval),
    sealed('cn-customs', approval),
    sealed('us-cpsc', objection),
    ...votes.map(published),
    closedWith(opened('SEALED'), votes, key.toString('base64url')),
  ]);
/** Records of before hold the ciphertexts, which are left out now. */
const ofSecret = (sealed: string | null = null) => {
  const votes = [publishedAs('r1', null, 'O_MEMBER', objection), publishedAs('r2', null, 'P_MEMBER', approval)];
  return recordOf([
    opened('SECRET'),
    castSealed('cn-customs', sealed),
    castSealed('us-cpsc', sealed),
    ...votes.map(published),
    closedWith(opened('SECRET'), votes),
  ]);
};
const ofOpen = () => {
  const votes = [publishedAs('cn-customs', 'cn-customs', 'P_MEMBER', approval)];
  return recordOf([opened('OPEN'), cast('cn-customs', 'APPROVE'), closedWith(opened('OPEN'), votes)]);
};

const checksOf = (record: BallotRecord): readonly Check[] => recount(record).differences.map(({ check }) => check);
const changed = (record: BallotRecord, change: (record: { acts: RecordedAct[] }) => void): BallotRecord => {
  const copy = structuredClone(record) as BallotRecord & { acts: RecordedAct[] };
  change(copy);
  return copy;
};
/** Changes the data of the last act of a type. */
const tampered = (record: BallotRecord, type: string, change: object): BallotRecord =>
  changed(record, ({ acts }) => {
    const act = acts.findLast((each) => each.type === `association.ballot.${type}`);
    Object.assign(act!.data, change);
  });

describe('The recount of a ballot', () => {
  it.each([
    ['open', ofOpen(), 1],
    ['sealed', ofSealed(), 2],
    ['secret', ofSecret(), 2],
    ['secret, and whose record holds its ciphertexts,', ofSecret('ciphertext'), 2],
  ])('that was %s comes to the result that was published', (_, record, votes) => {
    expect(recount(record)).toMatchObject({ ballotId: 'first', votes, rollSize: 2, differences: [] });
    expect(recount(parseRecord(JSON.stringify(record)))).toEqual(recount(record));
  });

  it('finds a text that is not the one that was voted on', () => {
    expect(checksOf({ ...ofOpen(), text: [{ ...text[0]!, heading: 'Other' }] })).toEqual(['TEXT']);
  });

  it('finds a roll with a party twice', () => {
    const padded = tampered(ofOpen(), 'BallotOpened', { electorate: [...ROLL, ROLL[1]] });
    expect(checksOf(padded)).toEqual(['ELECTORATE', 'TURNOUT']);
  });

  it('finds a vote of somebody who is not on the roll', () => {
    expect(checksOf(tampered(ofOpen(), 'VoteCast', { party: 'stranger' }))).toContain('ROLL');
  });

  it('finds a vote that another party cast than the one that is named, and a delegate that overruled a party', () => {
    const strange = changed(ofOpen(), ({ acts }) => void Object.assign(acts[1]!, { by: 'us-cpsc' }));
    expect(recount(strange).differences).toEqual([{ check: 'ROLL', where: 'act 1', expected: 'cn-customs', found: 'us-cpsc' }]);
    const delegated = cast('cn-customs', 'APPROVE', {}, 'us-cpsc');
    const votes = [publishedAs('cn-customs', 'cn-customs', 'P_MEMBER', approval)];
    const [open, close] = [opened('OPEN'), closedWith(opened('OPEN'), votes)];
    expect(checksOf(recordOf([open, delegated, cast('cn-customs', 'APPROVE'), close]))).toEqual([]);
    const overruled = recount(recordOf([open, cast('cn-customs', 'APPROVE'), delegated, close]));
    expect(overruled.differences).toMatchObject([{ check: 'ROLL', where: 'act 2', found: 'us-cpsc' }]);
    const withdrawn: BallotEvent = { type: 'association.ballot.VoteWithdrawn', data: { party: 'cn-customs', withdrawnBy: 'us-cpsc' } };
    const taken = recordOf([open, cast('cn-customs', 'APPROVE'), withdrawn, closedWith(opened('OPEN'), [])]);
    expect(recount(taken).differences).toMatchObject([{ check: 'ROLL', where: 'act 2', found: 'us-cpsc' }]);
  });

  it('finds a vote that came too late', () => {
    const late = changed(ofOpen(), ({ acts }) => void Object.assign(acts[1]!, { occurredAt: CLOSES }));
    expect(recount(late).differences).toEqual([{ check: 'TIME', where: 'act 1', expected: `before ${CLOSES}`, found: CLOSES }]);
  });

  it('finds an act that was left out, and one that was put in another place', () => {
    expect(checksOf(changed(ofOpen(), ({ acts }) => void acts.splice(1, 1)))).toEqual(['ORDER', 'TURNOUT', 'RESULT']);
    expect(checksOf(changed(ofSecret(), ({ acts }) => void acts.splice(1, 2, acts[2]!, acts[1]!)))).toEqual(['ORDER', 'ORDER']);
  });

  it('finds a sealed vote that was changed, and one that was published otherwise than it was cast', () => {
    const broken = (ofSealed().acts[2]!.data as { sealed: string }).sealed.replace(/^..../, 'AAAA');
    expect(checksOf(changed(ofSealed(), ({ acts }) => void Object.assign(acts[2]!.data, { sealed: broken })))).toEqual([
      'SEAL',
      'PUBLISHED',
    ]);
    const emptied = changed(ofSealed(), ({ acts }) => void Object.assign(acts[1]!.data, { sealed: null }));
    expect(checksOf(emptied)).toEqual(['SEAL']);
    const other = [publishedAs('r1', 'cn-customs', 'P_MEMBER', approval), publishedAs('r2', 'us-cpsc', 'O_MEMBER', approval)];
    expect(recount(ofSealed(other)).differences).toMatchObject([{ check: 'PUBLISHED', where: 'us-cpsc' }]);
  });

  it('finds a vote that carried over and was published otherwise, or not at all, where nobody has voted anew', () => {
    const carried = [{ party: 'cn-customs', castBy: 'cn-customs', content: approval }];
    const again = openedWith({
      secrecy: 'SEALED',
      contentHash: contentHash(text),
      recirculation: { of: 'before', changed: ['clause_1'], unresolved: [], carried },
    });
    const closing = (...votes: PublishedVote[]) => recordOf([again, ...votes.map(published), closedWith(again, votes)]);
    expect(checksOf(closing(publishedAs('r1', 'cn-customs', 'P_MEMBER', approval)))).toEqual([]);
    expect(checksOf(closing(publishedAs('r1', 'cn-customs', 'P_MEMBER', objection)))).toEqual(['PUBLISHED']);
    expect(checksOf(closing())).toEqual(['TURNOUT', 'PUBLISHED', 'RESULT']);
    const padded = tampered(closing(publishedAs('r1', 'cn-customs', 'P_MEMBER', approval)), 'BallotOpened', {
      recirculation: { ...again.data.recirculation, carried: [...carried, { ...carried[0], party: 'stranger' }] },
    });
    expect(checksOf(padded)).toEqual(['ROLL', 'TURNOUT', 'PUBLISHED']);
  });

  it.each([null, 'ciphertext'])('finds a secret ballot with one vote more or less than were cast, and one line shown to two', (sealed) => {
    const stuffed = changed(ofSecret(sealed), ({ acts }) => {
      acts.splice(3, 0, structuredClone(acts[3]!));
      acts.forEach((act, revision) => void Object.assign(act, { revision }));
    });
    expect(checksOf(stuffed)).toEqual(expect.arrayContaining(['RECEIPT', 'PUBLISHED', 'RESULT']));
  });

  it('finds votes in a secret ballot in which nobody has voted', () => {
    const votes = [publishedAs('r1', null, 'P_MEMBER', approval)];
    const stuffed = recordOf([opened('SECRET'), ...votes.map(published), closedWith(opened('SECRET'), votes)]);
    expect(checksOf(stuffed)).toEqual(['TURNOUT', 'PUBLISHED']);
  });

  it('finds a result that does not follow, number by number', () => {
    expect(checksOf(tampered(ofOpen(), 'BallotClosed', { approved: false }))).toEqual(['RESULT']);
    expect(checksOf(tampered(ofOpen(), 'BallotClosed', { votesCast: 2 }))).toEqual(['TURNOUT']);
    expect(checksOf(tampered(ofSecret(), 'BallotClosed', { closedAt: VOTED }))).toEqual(['TIME']);
  });

  it('finds that a ballot never closed', () => {
    const record = recordOf([opened('OPEN'), cast('cn-customs', 'APPROVE')]);
    expect(recount(record)).toMatchObject({ tally: null, differences: [{ check: 'RESULT', found: 'OPEN' }] });
    expect(recount({ ...record, acts: [] })).toMatchObject({ tally: null, differences: [{ check: 'ORDER', found: 'nothing' }] });
  });
});

describe('A file', () => {
  it.each([
    ['no JSON', '{', /no JSON/],
    ['another format', '{"format": "x"}', /must be "concord-ballot-record\/1"/],
    ['no ballot', `{"format": "${RECORD_FORMAT}"}`, /ballotId is missing/],
    ['no text', `{"format": "${RECORD_FORMAT}", "ballotId": "b"}`, /text must be a list/],
    ['no acts', `{"format": "${RECORD_FORMAT}", "ballotId": "b", "text": []}`, /acts must be a list/],
    ['an act that is none', `{"format": "${RECORD_FORMAT}", "ballotId": "b", "text": [], "acts": [1]}`, /acts\.0 is no act/],
  ])('with %s is no record, and is told why', (_, file, why) => {
    expect(() => parseRecord(file)).toThrow(NoBallotRecord);
    expect(() => parseRecord(file)).toThrow(why);
  });
});
