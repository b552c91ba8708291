import { objectOf, pick, type Recorded } from '@concord/kernel';
import { processManager, rows } from '@concord/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RecordBallotResult } from '../standard/standard.commands.js';
import { type DraftSubmitted, standardEvents } from '../standard/standard.events.js';
import { ForgetBallotKey, VoidBallot } from './ballot.commands.js';
import {
  type BallotClosed,
  type BallotOpened,
  type BallotVoided,
  ballotEvents,
  type ResultRevised,
  type VoidReason,
} from './ballot.events.js';

/** What a closed ballot decided is recorded with the standard, and once more when a negative vote has turned. */
export const ballotResults = processManager<BallotClosed | ResultRevised>({
  name: 'association.ballot-results',
  version: 1,
  tables: [],
  reactsTo: pick(ballotEvents, 'association.ballot.BallotClosed', 'association.ballot.ResultRevised'),
  react: (event) => [Object.assign(new RecordBallotResult(), { standardId: event.data.standardId, ballotId: objectOf(event) })],
});

/** When a ballot is over, its key goes unless it was published: see `ForgetBallotKey`. */
export const ballotKeys = processManager<BallotClosed | BallotVoided>({
  name: 'association.ballot-keys',
  version: 1,
  tables: [],
  reactsTo: pick(ballotEvents, 'association.ballot.BallotClosed', 'association.ballot.BallotVoided'),
  react: (event) => [Object.assign(new ForgetBallotKey(), { ballotId: objectOf(event) })],
});

/** What a process manager has to know of a standard to keep its ballots true to its text. */
@Entity({ schema: 'association_ballot_texts', name: 'standard_under_ballot' })
export class StandardUnderBallot {
  @PrimaryColumn('text')
  standardId!: string;

  /** The hash of the latest draft. */
  @Column('text', { nullable: true })
  draftHash!: string | null;

  /** The ballot that is open on it; the first, where there are two. */
  @Column('text', { nullable: true })
  openBallot!: string | null;

  /** The hash of the text to which the open ballot is bound. */
  @Column('text', { nullable: true })
  ballotHash!: string | null;
}

type TextOrBallot = DraftSubmitted | BallotOpened | BallotClosed | BallotVoided;

const standardOf = (event: Recorded<TextOrBallot>): string =>
  event.type === 'association.standard.DraftSubmitted' ? objectOf(event) : event.data.standardId;

function evolve(before: StandardUnderBallot | undefined, event: Recorded<TextOrBallot>): StandardUnderBallot {
  const row = before ?? { standardId: standardOf(event), draftHash: null, openBallot: null, ballotHash: null };
  switch (event.type) {
    case 'association.standard.DraftSubmitted':
      return { ...row, draftHash: event.data.contentHash };
    case 'association.ballot.BallotOpened':
      return row.openBallot === null ? { ...row, openBallot: objectOf(event), ballotHash: event.data.contentHash } : row;
    case 'association.ballot.BallotClosed':
    case 'association.ballot.BallotVoided':
      return row.openBallot === objectOf(event) ? { ...row, openBallot: null, ballotHash: null } : row;
  }
}

const voidBallot = (ballotId: string, reason: VoidReason): readonly object[] => [Object.assign(new VoidBallot(), { ballotId, reason })];

/** The ballot that an event makes void, if any. */
function react(event: Recorded<DraftSubmitted | BallotOpened>, row: StandardUnderBallot | undefined): readonly object[] {
  if (!row) return [];
  const { draftHash, openBallot, ballotHash } = row;
  if (event.type === 'association.standard.DraftSubmitted') {
    return openBallot !== null && ballotHash !== event.data.contentHash ? voidBallot(openBallot, 'TEXT_CHANGED') : [];
  }
  const ballotId = objectOf(event);
  if (openBallot !== null && openBallot !== ballotId) return voidBallot(ballotId, 'ANOTHER_BALLOT_OPEN');
  return draftHash === event.data.contentHash ? [] : voidBallot(ballotId, 'TEXT_CHANGED');
}

/**
 * A changed text voids the ballot that is open on the old one; and of two ballots on a standard the later is void.
 * What two officers do at the same moment is put in order by the log.
 */
export const ballotTexts = processManager<DraftSubmitted | BallotOpened>({
  name: 'association.ballot-texts',
  version: 1,
  tables: [
    rows<StandardUnderBallot, TextOrBallot>({
      entity: StandardUnderBallot,
      events: {
        ...pick(standardEvents, 'association.standard.DraftSubmitted'),
        ...pick(ballotEvents, 'association.ballot.BallotOpened', 'association.ballot.BallotClosed', 'association.ballot.BallotVoided'),
      },
      keys: (event) => [standardOf(event)],
      evolve,
    }),
  ],
  reactsTo: {
    ...pick(standardEvents, 'association.standard.DraftSubmitted'),
    ...pick(ballotEvents, 'association.ballot.BallotOpened'),
  },
  async react(event, state) {
    const [row] = await state.find(StandardUnderBallot, '"standardId" = $1', [standardOf(event)]);
    return react(event, row);
  },
});
