import type { Instant } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { AppealStatus } from '../appeal/appeal.js';
import type { PublishedTally, Secrecy } from '../ballot/ballot.events.js';
import { appealsUntil } from '../ballot/ballot-outcome.js';
import { publishedBy } from '../ballot/counted-votes.js';
import type { VoteContent } from '../ballot/vote.js';
import type { MemberKind } from '../committee/committee.events.js';
import type { BallotRule } from '../rule/rule.js';
import type { RollEntry } from '../rule/tally.js';
import type { Stage } from '../standard/standard.events.js';
import type { Course, Extension, Turning, Voiding } from './course.js';
import type { StandardFacts, StandardOutcome } from './standard-facts.js';

/** Raised when the form changes. */
export const MINUTES_FORMAT = 'concord-ballot-minutes/1';

/** A party with the name that it had when the ballot was opened; null where none is known. */
export interface NamedParty {
  readonly party: string;
  readonly name: string | null;
}

export interface MinutedRollEntry extends RollEntry, NamedParty {
  /** Whether its vote stands; null where that is nobody's to know. */
  readonly voted: boolean | null;
}

/** A vote as it was published. */
export interface MinutedVote extends VoteContent {
  /** Null in a secret ballot. */
  readonly voter: NamedParty | null;
  /** With which the voter finds it; null in an open ballot, where the name does. */
  readonly receipt: string | null;
  /** Null in a secret ballot whose rule does not ask for it. */
  readonly kind: MemberKind | null;
  /** The member that cast it by delegation; null where the voter did. */
  readonly castBy: NamedParty | null;
  /** It is of the ballot before, and stands. */
  readonly carriedOver: boolean;
}

export interface MinutedAppeal {
  readonly id: string;
  readonly appellant: string;
  readonly lodgedAt: Instant;
  readonly status: AppealStatus;
  readonly decidedBy: string | null;
  readonly endedAt: Instant | null;
}

/** What was decided, by whom and by which rule: all that the log says of a ballot that is over, and nothing else. */
export interface Minutes {
  readonly format: typeof MINUTES_FORMAT;
  readonly ballotId: string;
  readonly status: 'CLOSED' | 'VOID';
  readonly association: NamedParty;
  readonly committee: { readonly id: string; readonly names: readonly LocalizedText[] };
  readonly standard: {
    readonly id: string;
    readonly titles: readonly LocalizedText[];
    /** Where it stood, and where an approval was to bring it. */
    readonly stage: Stage;
    readonly proposes: Stage;
    readonly draftVersion: number;
    readonly contentHash: string;
  };
  readonly openedAt: Instant;
  /** From this instant on no vote was accepted. */
  readonly closedAt: Instant;
  readonly extensions: readonly Extension[];
  readonly secrecy: Secrecy;
  readonly recirculation: {
    readonly of: string;
    readonly changed: readonly string[];
    readonly unresolved: readonly NamedParty[];
  } | null;
  readonly rule: BallotRule;
  readonly roll: readonly MinutedRollEntry[];
  /** Null of a void ballot that did not show it. */
  readonly turnout: { readonly votesCast: number; readonly rollSize: number } | null;
  /** As it stands; null of a void ballot. */
  readonly result: PublishedTally | null;
  /** As it was at the close, where negative votes have turned since; null where none has. */
  readonly resultAtClose: PublishedTally | null;
  /** Null of a void ballot: they are nobody's to know. */
  readonly votes: readonly MinutedVote[] | null;
  readonly turned: readonly (NamedParty & Omit<Turning, 'party'>)[];
  readonly voided: Voiding | null;
  /** Null of a void ballot, and while the standard has no word of the result. */
  readonly outcome: StandardOutcome | null;
  readonly appeals: {
    /** From this instant on the result is appealed no more; null where there is none. */
    readonly until: Instant | null;
    readonly lodged: readonly MinutedAppeal[];
  };
}

/** What the history of the ballot does not say itself. */
export interface MinutesFacts {
  readonly ballotId: string;
  readonly standard: StandardFacts;
  readonly committeeNames: readonly LocalizedText[];
  /** By the ids of the parties. */
  readonly names: ReadonlyMap<string, string>;
  readonly appeals: readonly MinutedAppeal[];
}

/** Of an open ballot there are none: they would tell how it stands. */
export const hasMinutes = ({ ballot: { status } }: Course): boolean => status === 'CLOSED' || status === 'VOID';

/** @throws RangeError when the ballot is open, or is none */
export function minutesOf(course: Course, facts: MinutesFacts): Minutes {
  const { ballot, openedAt, extensions, turnings, voided } = course;
  const { status, association, committeeId, standardId, stage, proposes, draftVersion, contentHash, closesAt, secrecy, rule } = ballot;
  if (status !== 'CLOSED' && status !== 'VOID') throw new RangeError(`The ballot ${facts.ballotId} is ${status} and has no minutes`);
  const named = (party: string): NamedParty => ({ party, name: facts.names.get(party) ?? null });
  const { recirculation } = ballot;
  const isKnown = status === 'CLOSED' || course.showsTurnout;
  const voters = new Set(ballot.votes.map(({ party }) => party));
  return {
    format: MINUTES_FORMAT,
    ballotId: facts.ballotId,
    status,
    association: named(association),
    committee: { id: committeeId, names: facts.committeeNames },
    standard: { id: standardId, titles: facts.standard.titles, stage, proposes, draftVersion, contentHash },
    ...{ openedAt, closedAt: voided?.at ?? closesAt, extensions, secrecy, rule, voided },
    recirculation: recirculation && {
      of: recirculation.of,
      changed: recirculation.changed,
      unresolved: recirculation.unresolved.map(named),
    },
    roll: ballot.electorate.map((entry) => ({ ...entry, ...named(entry.party), voted: isKnown ? voters.has(entry.party) : null })),
    turnout: isKnown ? { votesCast: voters.size, rollSize: ballot.electorate.length } : null,
    result: ballot.result,
    resultAtClose: turnings.length > 0 ? course.resultAtClose : null,
    votes: status === 'CLOSED' ? votesOf(course, named) : null,
    turned: turnings.map(({ party, ...turning }) => ({ ...named(party), ...turning })),
    outcome: status === 'CLOSED' ? facts.standard.outcome : null,
    appeals: { until: appealsUntil(ballot), lodged: facts.appeals },
  };
}

/** The votes that the close published, with what else is known of those that have names. */
function votesOf({ ballot, casting }: Course, named: (party: string) => NamedParty): readonly MinutedVote[] {
  const castBy = new Map(ballot.votes.map((vote) => [vote.party, vote.castBy]));
  const carried = new Set(ballot.recirculation?.carried.map(({ party }) => party));
  for (const party of casting) carried.delete(party);
  return publishedBy(ballot).map(({ party, receipt, kind, content }): MinutedVote => {
    const by = party === null ? null : (castBy.get(party) ?? party);
    return {
      ...content,
      kind,
      receipt: ballot.secrecy === 'OPEN' ? null : receipt,
      voter: party === null ? null : named(party),
      castBy: by === null || by === party ? null : named(by),
      carriedOver: party !== null && carried.has(party),
    };
  });
}
