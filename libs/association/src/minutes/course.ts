import { type Fold, type Instant, type Position, type Recorded, START } from '@concord/kernel';
import type { BallotEvent, PublishedTally, VoidReason } from '../ballot/ballot.events.js';
import { type BallotState, evolve as evolveBallot, initialState, tallyIn } from '../ballot/ballot-state.js';

/** How a ballot went, as its minutes tell it: its state, and what else happened and when. */
export interface Course {
  readonly ballot: BallotState;
  readonly openedAt: Instant;
  /** The place of the opening in the log: what was known then is what those who opened it knew. */
  readonly openedIn: Position;
  /** Whether everybody saw who had voted while it was open. */
  readonly showsTurnout: boolean;
  readonly extensions: readonly Extension[];
  /** The parties that cast a vote in this ballot; those of the ballot before are carried over. */
  readonly casting: readonly string[];
  readonly turnings: readonly Turning[];
  readonly resultAtClose: PublishedTally | null;
  readonly voided: Voiding | null;
}

export interface Extension {
  readonly from: Instant;
  readonly closesAt: Instant;
  /** Where the rule stands that extends it. */
  readonly rule: string;
}

/** A negative vote that turned into one in favour after the close. */
export interface Turning {
  readonly party: string;
  readonly turnedAt: Instant;
  readonly reason: string | null;
}

export interface Voiding {
  readonly reason: VoidReason;
  readonly at: Instant;
}

const initial: Course = {
  ballot: initialState,
  openedAt: '' as Instant,
  openedIn: START,
  showsTurnout: false,
  extensions: [],
  casting: [],
  turnings: [],
  resultAtClose: null,
  voided: null,
};

function evolve(before: Course, event: Recorded<BallotEvent>): Course {
  const course: Course = { ...before, ballot: evolveBallot(before.ballot, event) };
  switch (event.type) {
    case 'association.ballot.BallotOpened': {
      const { openedAt, showsTurnout } = event.data;
      return { ...course, openedAt, showsTurnout, openedIn: event.position };
    }
    case 'association.ballot.VoteCast': {
      const { party } = event.data;
      return course.casting.includes(party) ? course : { ...course, casting: [...course.casting, party] };
    }
    case 'association.ballot.BallotExtended': {
      const { from, closesAt, rule } = event.data;
      return { ...course, extensions: [...course.extensions, { from, closesAt, rule }] };
    }
    case 'association.ballot.BallotClosed':
      return { ...course, resultAtClose: tallyIn(event.data) };
    case 'association.ballot.NegativeTurned':
      return { ...course, turnings: [...course.turnings, event.data] };
    case 'association.ballot.BallotVoided':
      return { ...course, voided: { reason: event.data.reason, at: event.metadata.occurredAt } };
    default:
      return course;
  }
}

/** Reads how a ballot went from its own history. */
export const ballotCourse: Fold<Course, Recorded<BallotEvent>> = { name: 'association.ballot', initialState: initial, evolve };
