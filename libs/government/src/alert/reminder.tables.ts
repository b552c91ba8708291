import {
  type BallotOpened,
  ballotEvents,
  type StandardProposed,
  standardEvents,
  type VoteCast,
  type VotersReminded,
  type VoteWithdrawn,
} from '@concord/association';
import { type Instant, objectOf, type Position, pick, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, PositionColumn, rows } from '@concord/projections';
import type { LocalizedText } from '@concord/reference-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const reminderEvents = pick(ballotEvents, 'association.ballot.VotersReminded');

/** A ballot is about to close: one event. Whom it is for, it does not say; that follows from the votes before it. */
@Entity({ schema: 'government_alerts', name: 'reminder' })
export class Reminder {
  @PrimaryColumn('text')
  ballot!: string;

  /** Of the ballot, by which a reminder is known whatever log it stands in. */
  @PrimaryColumn('int')
  revision!: number;

  @PositionColumn()
  position!: Position;

  @InstantColumn()
  recordedAt!: Instant;

  @Column('text')
  standardId!: string;

  @InstantColumn()
  closesAt!: Instant;
}

export const reminders = rows<Reminder, VotersReminded>({
  entity: Reminder,
  events: reminderEvents,
  keys: (event) => [[objectOf(event), event.revision]],
  evolve(_, event) {
    const { revision, position, recordedAt, data } = event;
    return { ballot: objectOf(event), revision, position, recordedAt, standardId: data.standardId, closesAt: data.closesAt };
  },
});

/** From which revision of a ballot on a party on its roll has voted, or has not. What it votes is nobody's business here. */
@Entity({ schema: 'government_alerts', name: 'standing' })
export class Standing {
  @PrimaryColumn('text')
  ballot!: string;

  @PrimaryColumn('text')
  party!: string;

  @PrimaryColumn('int')
  revision!: number;

  @Column('boolean')
  hasVoted!: boolean;
}

type StandingEvent = BallotOpened | VoteCast | VoteWithdrawn;

const votersIn = (event: StandingEvent): readonly string[] =>
  event.type === 'association.ballot.BallotOpened' ? event.data.electorate.map(({ party }) => party) : [event.data.party];

function hasVotedAfter(event: StandingEvent, party: string): boolean {
  // A vote that a recirculation carries over stands until it is cast anew: nobody has to be reminded of it.
  if (event.type === 'association.ballot.BallotOpened') {
    return (event.data.recirculation?.carried ?? []).some((vote) => vote.party === party);
  }
  return event.type === 'association.ballot.VoteCast';
}

export const standings = rows<Standing, StandingEvent>({
  entity: Standing,
  events: pick(ballotEvents, 'association.ballot.BallotOpened', 'association.ballot.VoteCast', 'association.ballot.VoteWithdrawn'),
  keys: (event) => votersIn(event).map((party) => [objectOf(event), party, event.revision]),
  evolve(_, event: Recorded<StandingEvent>, [, party]) {
    const voter = String(party);
    return { ballot: objectOf(event), party: voter, revision: event.revision, hasVoted: hasVotedAfter(event, voter) };
  },
});

/** What a standard is called; it keeps its titles. */
@Entity({ schema: 'government_alerts', name: 'standard' })
export class StandardTitles {
  @PrimaryColumn('text')
  standardId!: string;

  @JsonColumn()
  titles!: readonly LocalizedText[];
}

export const standardTitles = rows<StandardTitles, StandardProposed>({
  entity: StandardTitles,
  events: pick(standardEvents, 'association.standard.StandardProposed'),
  keys: (event) => [objectOf(event)],
  evolve: (_, event) => ({ standardId: objectOf(event), titles: event.data.titles }),
});
