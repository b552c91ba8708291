import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CommitteeMember } from '../committee/committee.read-model.js';
import type { BallotRule } from '../rule/rule.js';
import { BallotResult, BallotRuleObject, resultOf } from '../rule/rule.type.js';
import type { RollEntry } from '../rule/tally.js';
import { StageEnum } from '../standard/standard.commands.js';
import type { Stage } from '../standard/standard.events.js';
import { SecrecyEnum, VoidReasonEnum } from './ballot.commands.js';
import { type BallotEvent, ballotEvents, type PublishedTally, type Recirculation, type Secrecy, type VoidReason } from './ballot.events.js';
import { BALLOT_STATUSES, type BallotStatus, tallyIn } from './ballot-state.js';
import { votes } from './vote.read-model.js';

export const BallotStatusEnum = graphqlEnum(
  'BallotStatus',
  BALLOT_STATUSES,
  'Whether a ballot is open, closed with a result, or came to nothing.',
);

@ObjectType({ description: 'How many of those who may vote have voted.' })
export class BallotTurnout {
  @Field(() => Int, { description: 'Parties whose vote stands.' })
  votesCast!: number;

  @Field(() => Int, { description: 'Parties on the roll.' })
  rollSize!: number;
}

@ObjectType({ description: 'What a ballot that is held again carries over from the ballot before.' })
export class BallotRecirculation implements Omit<Recirculation, 'carried'> {
  @Field(() => ID, { description: 'The ballot before.' })
  of!: string;

  @Field(() => [String], { description: 'The places at which the text is another one, by eId: only they are open to new objections.' })
  changed!: readonly string[];

  @Field(() => [ID], { description: 'The parties whose objections are not resolved.' })
  unresolved!: readonly string[];
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

  @Field(() => StageEnum, { description: 'The stage at which the standard stood when it was opened.' })
  @Column('text')
  stage!: Stage;

  @Field(() => StageEnum, { description: 'The stage to which an approval brings the standard.' })
  @Column('text')
  proposes!: Stage;

  @Field(() => Int, { description: 'The number of the draft that is voted on.' })
  @Column('integer')
  draftVersion!: number;

  @Field(() => String, { description: 'The content hash of that draft. Another text voids the ballot.' })
  @Column('text')
  contentHash!: string;

  @Field(() => BallotRuleObject, { description: 'The rule by which it is counted.' })
  @JsonColumn()
  rule!: BallotRule;

  @Field(() => SecrecyEnum, { description: 'What others learn of a vote; fixed at the opening.' })
  @Column('text')
  secrecy!: Secrecy;

  @Field(() => BallotStatusEnum, { description: 'Whether it is open.' })
  @Column('text')
  status!: BallotStatus;

  @Field(() => [CommitteeMember], { description: 'The roll: who may vote, fixed when the ballot was opened.' })
  @JsonColumn()
  electorate!: readonly RollEntry[];

  @Field(() => InstantScalar, { description: 'When it was opened.' })
  @InstantColumn()
  openedAt!: Instant;

  @Field(() => InstantScalar, { description: 'From this instant on no vote is accepted.' })
  @InstantColumn()
  closesAt!: Instant;

  @Field(() => Int, { description: 'How often its rule has kept it open for want of a quorum.' })
  @Column('integer')
  extensions!: number;

  @Field(() => BallotRecirculation, { nullable: true, description: 'The ballot that is held again, if one is.' })
  @JsonColumn({ nullable: true })
  recirculation!: Omit<Recirculation, 'carried'> | null;

  /** Whether everybody sees the turnout while it is open. */
  @Column('boolean')
  showsTurnout!: boolean;

  /** See `BallotResolver.turnout`. */
  @Column('integer')
  votesCast!: number;

  @Field(() => BallotResult, { nullable: true, description: 'The result; null until the ballot is closed, and for ever when it is void.' })
  @JsonColumn({ nullable: true })
  result!: BallotResult | null;

  @Field(() => BallotResult, {
    nullable: true,
    description: 'The result as it was at the close, where negative votes have turned since; null where none has.',
  })
  @JsonColumn({ nullable: true })
  resultAtClose!: BallotResult | null;

  @Field(() => [ID], { description: 'The parties whose negative votes have turned into votes in favour since the close.' })
  @TextArrayColumn()
  turned!: readonly string[];

  @Field(() => VoidReasonEnum, { nullable: true, description: 'Why it is void; null when it is not.' })
  @Column('text', { nullable: true })
  voidReason!: VoidReason | null;

  /** Whose votes stand: see `BallotResolver.roll`. */
  @TextArrayColumn()
  voters!: readonly string[];
}

const shown = ({ secrecy }: Ballot, tally: PublishedTally): BallotResult =>
  resultOf(tallyIn(tally), secrecy === 'SECRET' ? 'RECEIPTS' : 'PARTIES');

const withVoters = (row: Ballot, voters: readonly string[]): Ballot => ({ ...row, voters, votesCast: voters.length });

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
    case 'association.ballot.BallotExtended':
      return { ...row, closesAt: event.data.closesAt, extensions: event.data.extension };
    case 'association.ballot.BallotClosed':
      return { ...row, status: 'CLOSED', result: shown(row, event.data) };
    case 'association.ballot.NegativeTurned':
      return { ...row, turned: [...row.turned, event.data.party] };
    case 'association.ballot.ResultRevised':
      return { ...row, result: shown(row, event.data), resultAtClose: row.resultAtClose ?? row.result };
    case 'association.ballot.BallotVoided':
      return { ...row, status: 'VOID', voidReason: event.data.reason };
    case 'association.ballot.VotersReminded':
    case 'association.ballot.VotePublished':
    case 'association.ballot.KeyDestroyed':
      return row;
  }
}

function evolve(row: Ballot | undefined, event: Recorded<BallotEvent>): Ballot | undefined {
  if (event.type !== 'association.ballot.BallotOpened') return row && change(row, event);
  const { remindBefore: _, remindAt: __, recirculation, ...data } = event.data;
  const voters = (recirculation?.carried ?? []).map(({ party }) => party);
  return {
    id: objectOf(event),
    ...data,
    ...{ status: 'OPEN', extensions: 0, result: null, resultAtClose: null, turned: [], voidReason: null },
    recirculation: recirculation && { of: recirculation.of, changed: recirculation.changed, unresolved: recirculation.unresolved },
    voters,
    votesCast: voters.length,
  };
}

/** Every ballot; and, apart from it, the votes. */
export const ballots: Projection = {
  name: 'association.ballots',
  version: 2,
  tables: [rows<Ballot, BallotEvent>({ entity: Ballot, events: ballotEvents, keys: (event) => [objectOf(event)], evolve }), ...votes],
  indexes: [
    'CREATE INDEX ON ballot ("standardId", id)',
    'CREATE INDEX ON ballot ("committeeId", id)',
    'CREATE INDEX ON ballot (status, id)',
    'CREATE INDEX ON ballot USING gin (electorate jsonb_path_ops)',
    'CREATE INDEX ON vote_act ("ballotId", party, revision)',
  ],
};
