import { InstantScalar } from '@concord/graphql';
import { type Instant, objectOf, pick, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type RowsOf, rows } from '@concord/projections';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MemberKindEnum } from '../committee/committee.commands.js';
import type { MemberKind } from '../committee/committee.events.js';
import { ChoiceEnum } from '../rule/rule.enums.js';
import type { Choice } from '../rule/rule.js';
import { type BallotOpened, ballotEvents, type VoteCast, type VotePublished, type VoteWithdrawn } from './ballot.events.js';
import type { Vote, VoteContent } from './vote.js';

/** A vote that stands, as the log holds it: while a ballot is sealed nobody who reads the table learns what it says. */
@Entity({ schema: 'association_ballots', name: 'standing_vote' })
export class StandingVote implements Vote {
  @PrimaryColumn('text')
  ballotId!: string;

  @PrimaryColumn('text')
  party!: string;

  @Column('text')
  castBy!: string;

  @JsonColumn({ nullable: true })
  content!: VoteContent | null;

  @Column('text', { nullable: true })
  sealed!: string | null;

  @InstantColumn()
  castAt!: Instant;
}

/** Everything that was done about a vote; the voter alone is shown it. */
@Entity({ schema: 'association_ballots', name: 'vote_act' })
export class VoteAct {
  @PrimaryColumn('text')
  ballotId!: string;

  @PrimaryColumn('integer')
  revision!: number;

  @Column('text')
  party!: string;

  @Column('text')
  by!: string;

  @InstantColumn()
  at!: Instant;

  @Column('boolean')
  withdrawn!: boolean;

  @JsonColumn({ nullable: true })
  content!: VoteContent | null;

  @Column('text', { nullable: true })
  sealed!: string | null;
}

/** A vote as the close of its ballot published it. */
@Entity({ schema: 'association_ballots', name: 'published_vote' })
export class PublishedVoteRow {
  @PrimaryColumn('text')
  ballotId!: string;

  @PrimaryColumn('text')
  receipt!: string;

  @Column('text', { nullable: true })
  party!: string | null;

  @Column('text', { nullable: true })
  kind!: MemberKind | null;

  @JsonColumn()
  content!: VoteContent;
}

@ObjectType({ description: 'A vote. In a secret ballot it has no name.' })
export class BallotVote implements VoteContent {
  @Field(() => ID, { nullable: true, description: 'The party whose vote it is; null in a secret ballot, once it is closed.' })
  party!: string | null;

  @Field(() => ID, { nullable: true, description: 'The party that cast it: the voter, or the member to which it delegated its vote.' })
  castBy!: string | null;

  @Field(() => MemberKindEnum, {
    nullable: true,
    description: 'What kind of member the party is on the roll; null in a secret ballot whose rule does not ask for it.',
  })
  kind!: MemberKind | null;

  @Field(() => ChoiceEnum, { description: 'What it is.' })
  choice!: Choice;

  @Field(() => String, { nullable: true, description: 'Why the text cannot stand.' })
  technicalReason!: string | null;

  @Field(() => String, { nullable: true, description: 'What the party wanted to add.' })
  comment!: string | null;

  @Field(() => [String], { description: 'The experts that it names.' })
  experts!: readonly string[];

  @Field(() => [String], { description: 'In a recirculation: the changed places, by eId, that the objection is about.' })
  clauses!: readonly string[];

  @Field(() => String, { nullable: true, description: 'The word that the voter had published with it.' })
  mark!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With which the voter finds the vote among those published: keep it, in a secret ballot nobody can tell it again after the close. Null where votes are open.',
  })
  receipt!: string | null;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When it was cast, or changed for the last time; null in a secret ballot, once it is closed.',
  })
  castAt!: Instant | null;
}

@ObjectType({ description: 'What was done about a vote.' })
export class BallotVoteAct {
  @Field(() => InstantScalar, { description: 'When.' })
  at!: Instant;

  @Field(() => ID, { description: 'By which party.' })
  by!: string;

  @Field(() => ChoiceEnum, { nullable: true, description: 'What was voted; null where the vote was withdrawn, or can be opened no more.' })
  choice!: Choice | null;

  @Field(() => Boolean, { description: 'Whether the vote was withdrawn.' })
  withdrawn!: boolean;
}

type StandingEvent = BallotOpened | VoteCast | VoteWithdrawn;

const standing = rows<StandingVote, StandingEvent>({
  entity: StandingVote,
  events: pick(ballotEvents, 'association.ballot.BallotOpened', 'association.ballot.VoteCast', 'association.ballot.VoteWithdrawn'),
  keys: (event) =>
    event.type === 'association.ballot.BallotOpened'
      ? (event.data.recirculation?.carried ?? []).map(({ party }) => [objectOf(event), party])
      : [[objectOf(event), event.data.party]],
  evolve(_, event, key) {
    if (event.type === 'association.ballot.VoteWithdrawn') return undefined;
    const at = { ballotId: objectOf(event), castAt: event.metadata.occurredAt };
    if (event.type === 'association.ballot.VoteCast') return { ...at, ...event.data };
    const carried = event.data.recirculation?.carried.find(({ party }) => party === key[1]);
    return carried && { ...at, ...carried, sealed: null };
  },
});

const acts = rows<VoteAct, VoteCast | VoteWithdrawn>({
  entity: VoteAct,
  events: pick(ballotEvents, 'association.ballot.VoteCast', 'association.ballot.VoteWithdrawn'),
  keys: (event) => [[objectOf(event), event.revision]],
  evolve(_, event: Recorded<VoteCast | VoteWithdrawn>) {
    const act = { ballotId: objectOf(event), revision: event.revision, party: event.data.party, at: event.metadata.occurredAt };
    if (event.type === 'association.ballot.VoteWithdrawn') {
      return { ...act, by: event.data.withdrawnBy, withdrawn: true, content: null, sealed: null };
    }
    const { castBy: by, content, sealed } = event.data;
    return { ...act, by, withdrawn: false, content, sealed };
  },
});

const published = rows<PublishedVoteRow, VotePublished>({
  entity: PublishedVoteRow,
  events: pick(ballotEvents, 'association.ballot.VotePublished'),
  keys: (event) => [[objectOf(event), event.data.receipt]],
  evolve: (_, event) => ({ ballotId: objectOf(event), ...event.data }),
});

export const votes: readonly RowsOf[] = [standing, acts, published];
