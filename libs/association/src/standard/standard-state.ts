import { addToInstant, type DecisionContext, type Duration, type Instant, ignored, type Rejection, reject } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Draft } from './drafts.js';
import { PROCEDURES, type Procedure } from './procedure.js';
import type { Editor, Section, Stage, StandardEvent } from './standard.events.js';

/** A move that a ballot made. */
export interface BallotedMove {
  readonly ballotId: string;
  readonly from: Stage;
  readonly to: Stage;
}

/** What the review of a standard rests on. */
export interface ReviewGround {
  /** By which it was published, or confirmed for the last time. */
  readonly ballotId: string;
  /** When that was; null where an event of before does not say. */
  readonly since: Instant | null;
  readonly reviewPeriod: Duration;
}

export interface StandardState {
  readonly stage: Stage | 'UNKNOWN';
  readonly association: string;
  readonly committeeId: string;
  readonly titles: readonly LocalizedText[];
  /** The rules for each of its moves. */
  readonly procedure: Procedure;
  /** Every draft, oldest first. */
  readonly drafts: readonly Draft[];
  /** The text of the latest draft. */
  readonly sections: readonly Section[];
  readonly editors: readonly Editor[];
  /** The ballots whose results are recorded. */
  readonly ballots: readonly string[];
  /** The moves that ballots made and nobody annulled, oldest first. */
  readonly moves: readonly BallotedMove[];
  /** The ballot that published it, the last one where there were several; null while none has. */
  readonly adoptedBy: string | null;
  /** Whether a ballot has failed since it came to its stage. */
  readonly failed: boolean;
  /** Null while it is not due for any. */
  readonly review: ReviewGround | null;
  /** The appeals that keep it where it stands. */
  readonly stays: readonly string[];
  /** What fell due meanwhile: see `MoveHeld`. */
  readonly held: readonly (string | null)[];
  /** Whether its history names a person: it is then not for everyone any more. */
  readonly namesPersons: boolean;
}

export const initialState: StandardState = {
  stage: 'UNKNOWN',
  association: '',
  committeeId: '',
  titles: [],
  procedure: PROCEDURES.FAST_TRACK,
  drafts: [],
  sections: [],
  editors: [],
  ballots: [],
  moves: [],
  adoptedBy: null,
  failed: false,
  review: null,
  stays: [],
  held: [],
  namesPersons: false,
};

/** The standard is there. */
export const knownStandard = ({ stage }: StandardState, id: string): Rejection | undefined =>
  stage === 'UNKNOWN' ? reject('STANDARD_NOT_FOUND', 'There is no standard with this id', { field: 'standardId', value: id }) : undefined;

/** The standard is there, and belongs to the association that acts. */
export const ownStandard = (state: StandardState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined => {
  const unknown = knownStandard(state, id);
  if (unknown || state.association === actor.party) return unknown;
  return reject('NOT_YOURS', `The standard belongs to ${state.association}, and ${actor.party} is acting`, {
    field: 'standardId',
    value: id,
  });
};

/** No appeal keeps the standard where it stands: while one does, it is neither drafted nor moved, and no ballot is opened on it. */
export const notStayed = ({ stays }: StandardState, id: string): Rejection | undefined =>
  stays.length === 0
    ? undefined
    : reject('STAYED', `The standard stands still until the appeal ${stays[0]} is decided`, { field: 'standardId', value: id });

/** When the review falls due. */
export const reviewDueAt = (since: Instant, period: Duration): Instant => addToInstant(since, period);

export const isEditor = (a: Editor, b: Editor): boolean => a.party === b.party && a.person === b.person;

const published = (moves: readonly BallotedMove[]): string | null => moves.findLast(({ to }) => to === 'PUBLISHED')?.ballotId ?? null;

function byBallot(state: StandardState, move: BallotedMove, review: ReviewGround | null): StandardState {
  const moves = [...state.moves, move];
  return { ...at(state, move.to), moves, ballots: [...state.ballots, move.ballotId], adoptedBy: published(moves), review };
}

const at = (state: StandardState, stage: Stage): StandardState => ({ ...state, stage, failed: false, review: null });

export function evolve(state: StandardState, event: StandardEvent): StandardState {
  switch (event.type) {
    case 'association.standard.StandardProposed': {
      const { association, committeeId, titles, stage, procedure } = event.data;
      return { ...initialState, association, committeeId, titles, stage, procedure: PROCEDURES[procedure] };
    }
    case 'association.standard.DraftSubmitted': {
      const { version, contentHash, submittedAt, sections } = event.data;
      return { ...state, drafts: [...state.drafts, { version, contentHash, submittedAt }], sections };
    }
    case 'association.standard.StandardAdvanced':
    case 'association.standard.StandardCancelled':
    case 'association.standard.ReviewStarted':
      return at(state, event.type === 'association.standard.ReviewStarted' ? 'REVIEW' : event.data.to);
    case 'association.standard.StandardAdopted': {
      const { ballotId, from, stage, publishedAt, reviewPeriod } = event.data;
      return byBallot(state, { ballotId, from, to: stage }, { ballotId, since: publishedAt, reviewPeriod });
    }
    case 'association.standard.StandardMovedByBallot': {
      const { ballotId, from, to, movedAt, reviewPeriod } = event.data;
      return byBallot(state, { ballotId, from, to }, reviewPeriod && { ballotId, since: movedAt, reviewPeriod });
    }
    case 'association.standard.StandardNotAdopted':
      return { ...state, ballots: [...state.ballots, event.data.ballotId], failed: true };
    case 'association.standard.MoveHeld':
      return { ...state, held: [...state.held, event.data.ballotId] };
    case 'association.standard.EditorAppointed':
      return { ...state, editors: [...state.editors, event.data], namesPersons: state.namesPersons || event.data.person !== null };
    case 'association.standard.EditorDismissed':
      return { ...state, editors: state.editors.filter((editor) => !isEditor(editor, event.data)) };
    case 'association.standard.StandardStayed':
      return { ...state, stays: [...state.stays, event.data.appealId] };
    case 'association.standard.StayLifted': {
      const stays = state.stays.filter((appeal) => appeal !== event.data.appealId);
      return { ...state, stays, held: stays.length === 0 ? [] : state.held };
    }
    case 'association.standard.AdoptionAnnulled': {
      const { appealId, ballotId, to } = event.data;
      const moves = state.moves.slice(
        0,
        Math.max(
          0,
          state.moves.findIndex((move) => move.ballotId === ballotId),
        ),
      );
      const stays = state.stays.filter((appeal) => appeal !== appealId);
      return { ...at(state, to), moves, adoptedBy: published(moves), stays, held: [] };
    }
    default:
      return ignored(state, event);
  }
}
