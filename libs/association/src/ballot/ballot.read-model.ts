import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, pick, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MemberKindEnum } from '../committee/committee.commands.js';
import type { MemberKind } from '../committee/committee.events.js';
import { CommitteeMember } from '../committee/committee.read-model.js';
import { ChoiceEnum, VoidReasonEnum } from './ballot.commands.js';
import {
  type BallotEvent,
  ballotEvents,
  type Elector,
  type VoidReason,
  type Vote,
  type VoteCast,
  type VoteWithdrawn,
} from './ballot.events.js';
import { BALLOT_STATUSES, type BallotStatus } from './ballot.js';
import { BallotCriterion } from './ballot-criterion.js';
import {
  type Choice,
  type Count,
  type Criterion,
  STRIPPING_REASONS,
  type StrippedVote,
  type StrippingReason,
  type Tally,
} from './iso-rule.js';

export const BallotStatusEnum = graphqlEnum(
  'BallotStatus',
  BALLOT_STATUSES,
  'Whether a ballot is open, closed with a result, or came to nothing.',
);
export const StrippingReasonEnum = graphqlEnum('VoteStrippingReason', STRIPPING_REASONS, 'Why a vote that was cast is not counted.');

@ObjectType({ description: 'Counted votes.' })
export class VoteCount implements Count {
  @Field(() => Int, { description: 'Votes in favour.' })
  inFavour!: number;

  @Field(() => Int, { description: 'Negative votes with a technical reason.' })
  against!: number;
}

@ObjectType({ description: 'A vote that was cast and is not counted.' })
export class UncountedVote implements StrippedVote {
  @Field(() => ID, { description: 'The party that cast it.' })
  party!: string;

  @Field(() => ChoiceEnum, { description: 'What it voted.' })
  choice!: Choice;

  @Field(() => StrippingReasonEnum, { description: 'Why it is not counted.' })
  reason!: StrippingReason;
}

@ObjectType({ description: 'The result of a closed ballot. Anybody can compute it again from its votes.' })
export class BallotResult implements Tally {
  @Field(() => Boolean, { description: 'Whether every criterion is met.' })
  approved!: boolean;

  @Field(() => [BallotCriterion], { description: 'The conditions of approval, with the numbers that decided each.' })
  criteria!: readonly Criterion[];

  @Field(() => VoteCount, { description: 'The counted votes of P-members.' })
  pMembers!: Count;

  @Field(() => VoteCount, { description: 'The counted votes of all members.' })
  all!: Count;

  @Field(() => [UncountedVote], {
    description: 'The votes that were cast and are not counted, each with the reason, in the order of the parties.',
  })
  stripped!: readonly StrippedVote[];
}

@ObjectType({ description: 'How many of those who may vote have voted.' })
export class BallotTurnout {
  @Field(() => Int, { description: 'Parties whose vote stands.' })
  votesCast!: number;

  @Field(() => Int, { description: 'Parties on the roll.' })
  rollSize!: number;
}

@ObjectType({ implements: () => [Node], description: 'The vote of a committee on one draft of a standard.' })
@Entity({ schema: 'association_ballots', name: 'ballot' })
export class Ballot implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The association that opened it.' })
  @Column('text')
  association!: string;

  @Field(() => ID, { description: 'The committee that votes.' })
  @Column('text')
  committeeId!: string;

  @Field(() => ID, { description: 'The standard that is voted on.' })
  @Column('text')
  standardId!: string;

  @Field(() => Int, { description: 'The number of the draft that is voted on.' })
  @Column('integer')
  draftVersion!: number;

  @Field(() => String, { description: 'The content hash of that draft. Another text voids the ballot.' })
  @Column('text')
  contentHash!: string;

  @Field(() => String, { description: 'The rule by which it is counted: ISO_IEC_DIS is that of the ISO/IEC Directives, Part 1, 2.6.3.' })
  @Column('text')
  rule!: string;

  @Field(() => BallotStatusEnum, { description: 'Whether it is open.' })
  @Column('text')
  status!: BallotStatus;

  @Field(() => [CommitteeMember], { description: 'The roll: who may vote, fixed when the ballot was opened.' })
  @JsonColumn()
  electorate!: readonly Elector[];

  @Field(() => InstantScalar, { description: 'When it was opened.' })
  @InstantColumn()
  openedAt!: Instant;

  @Field(() => InstantScalar, { description: 'From this instant on no vote is accepted.' })
  @InstantColumn()
  closesAt!: Instant;

  @Field(() => BallotTurnout, { description: 'How many have voted; all that is known of the votes while it is open.' })
  @JsonColumn()
  turnout!: BallotTurnout;

  @Field(() => BallotResult, { nullable: true, description: 'The result; null until the ballot is closed, and for ever when it is void.' })
  @JsonColumn({ nullable: true })
  result!: Tally | null;

  @Field(() => VoidReasonEnum, { nullable: true, description: 'Why it is void; null when it is not.' })
  @Column('text', { nullable: true })
  voidReason!: VoidReason | null;

  /** Whose votes stand: nothing that GraphQL shows. */
  @TextArrayColumn()
  voters!: readonly string[];
}

/** The votes have a table of their own, which nothing shows while the ballot is open: see `BallotResolver`. */
@ObjectType({ description: 'The vote of a party: published when the ballot is closed, before that shown to the party alone.' })
@Entity({ schema: 'association_ballots', name: 'vote' })
export class BallotVote implements Vote {
  @PrimaryColumn('text')
  ballotId!: string;

  @Field(() => ID, { description: 'The party that cast it.' })
  @PrimaryColumn('text')
  party!: string;

  @Field(() => ChoiceEnum, { description: 'What it voted.' })
  @Column('text')
  choice!: Choice;

  @Field(() => String, { nullable: true, description: 'Why the text cannot stand. A negative vote without it is not counted.' })
  @Column('text', { nullable: true })
  technicalReason!: string | null;

  @Field(() => String, { nullable: true, description: 'What the party wanted to add.' })
  @Column('text', { nullable: true })
  comment!: string | null;

  @Field(() => InstantScalar, { description: 'When it was cast, or changed for the last time.' })
  @InstantColumn()
  castAt!: Instant;

  @Field(() => MemberKindEnum, { description: 'What kind of member the party is on the roll.' })
  kind?: MemberKind;
}

const withVoters = (row: Ballot, voters: readonly string[]): Ballot => ({
  ...row,
  voters,
  turnout: { ...row.turnout, votesCast: voters.length },
});

function change(row: Ballot, event: Recorded<Exclude<BallotEvent, { type: 'association.ballot.BallotOpened' }>>): Ballot {
  switch (event.type) {
    case 'association.ballot.VoteCast': {
      const { party } = event.data;
      return row.voters.includes(party) ? row : withVoters(row, [...row.voters, party]);
    }
    case 'association.ballot.VoteWithdrawn':
      return withVoters(
        row,
        row.voters.filter((party) => party !== event.data.party),
      );
    case 'association.ballot.BallotClosed': {
      const { approved, criteria, pMembers, all, stripped } = event.data;
      return { ...row, status: 'CLOSED', result: { approved, criteria, pMembers, all, stripped } };
    }
    case 'association.ballot.BallotVoided':
      return { ...row, status: 'VOID', voidReason: event.data.reason };
  }
}

function evolve(row: Ballot | undefined, event: Recorded<BallotEvent>): Ballot | undefined {
  if (event.type !== 'association.ballot.BallotOpened') return row && change(row, event);
  const turnout = { votesCast: 0, rollSize: event.data.electorate.length };
  return { id: objectOf(event), ...event.data, status: 'OPEN', turnout, result: null, voidReason: null, voters: [] };
}

function evolveVote(_: BallotVote | undefined, event: Recorded<VoteCast | VoteWithdrawn>): BallotVote | undefined {
  if (event.type === 'association.ballot.VoteWithdrawn') return undefined;
  return { ballotId: objectOf(event), ...event.data, castAt: event.metadata.occurredAt };
}

/** Every ballot; and, apart from it, every vote that stands. */
export const ballots: Projection = {
  name: 'association.ballots',
  version: 1,
  tables: [
    rows<Ballot, BallotEvent>({ entity: Ballot, events: ballotEvents, keys: (event) => [objectOf(event)], evolve }),
    rows<BallotVote, VoteCast | VoteWithdrawn>({
      entity: BallotVote,
      events: pick(ballotEvents, 'association.ballot.VoteCast', 'association.ballot.VoteWithdrawn'),
      keys: (event) => [[objectOf(event), event.data.party]],
      evolve: evolveVote,
    }),
  ],
  indexes: [
    'CREATE INDEX ON ballot ("standardId", id)',
    'CREATE INDEX ON ballot ("committeeId", id)',
    'CREATE INDEX ON ballot (status, id)',
    'CREATE INDEX ON ballot USING gin (electorate jsonb_path_ops)',
  ],
};
