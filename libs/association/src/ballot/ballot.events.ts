import type { DomainEvent, EventCatalogue, Instant } from '@concord/kernel';
import type { Member } from '../committee/committee.events.js';
import type { Choice, ISO_RULE, Tally } from './iso-rule.js';

/** Why a ballot came to nothing. */
export const VOID_REASONS = ['TEXT_CHANGED', 'ANOTHER_BALLOT_OPEN'] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

/** Who may vote, and what their vote counts for. */
export type Elector = Pick<Member, 'party' | 'kind'>;

/** A vote as a party cast it. */
export interface Vote {
  readonly party: string;
  readonly choice: Choice;
  readonly technicalReason: string | null;
  readonly comment: string | null;
}

/* The names of the types below are stored for ever. */
export type BallotOpened = DomainEvent<
  'association.ballot.BallotOpened',
  {
    readonly association: string;
    readonly committeeId: string;
    readonly standardId: string;
    readonly draftVersion: number;
    /** The text that is voted on: another one voids the ballot. */
    readonly contentHash: string;
    readonly rule: (typeof ISO_RULE)['name'];
    /** The members of the committee at this moment, in the order of their ids. */
    readonly electorate: readonly Elector[];
    readonly openedAt: Instant;
    /** From this instant on no vote is accepted. */
    readonly closesAt: Instant;
  }
>;
/** Cast, or changed: the last one of a party counts. */
export type VoteCast = DomainEvent<'association.ballot.VoteCast', Vote>;
export type VoteWithdrawn = DomainEvent<'association.ballot.VoteWithdrawn', { readonly party: string }>;
export type BallotClosed = DomainEvent<
  'association.ballot.BallotClosed',
  Tally & { readonly standardId: string; readonly closedAt: Instant; readonly votesCast: number; readonly rollSize: number }
>;
export type BallotVoided = DomainEvent<'association.ballot.BallotVoided', { readonly standardId: string; readonly reason: VoidReason }>;

export type BallotEvent = BallotOpened | VoteCast | VoteWithdrawn | BallotClosed | BallotVoided;

export const ballotEvents: EventCatalogue<BallotEvent> = {
  'association.ballot.BallotOpened': { phase: 'BEFORE', version: 1 },
  'association.ballot.VoteCast': { phase: 'BEFORE', version: 1 },
  'association.ballot.VoteWithdrawn': { phase: 'BEFORE', version: 1 },
  'association.ballot.BallotClosed': { phase: 'BEFORE', version: 1 },
  'association.ballot.BallotVoided': { phase: 'BEFORE', version: 1 },
};
