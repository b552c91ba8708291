import { CalledBy, Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, type Reader, Reads } from '@concord/graphql';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { CommitteeMember } from '../committee/committee.read-model.js';
import { CastVote, OpenBallot, TurnNegative, WithdrawVote } from './ballot.commands.js';
import { Ballot, BallotStatusEnum, BallotTurnout, ballots } from './ballot.read-model.js';
import { BALLOT_STATUSES, type BallotStatus } from './ballot-state.js';
import { BallotVote, BallotVoteAct } from './vote.read-model.js';
import { VoteReader } from './vote-reader.js';

export const ballotObject = governed({
  object: Ballot,
  field: 'ballot',
  projection: ballots,
  commands: [
    [OpenBallot, 'Opens a ballot on the latest draft of a standard.'],
    [CastVote, 'Casts the vote of a party, or changes it.'],
    [WithdrawVote, 'Withdraws the vote of a party.'],
    [TurnNegative, 'Turns a negative vote into one in favour after the close, where the rule lets it.'],
  ],
});
const BallotConnection = Connection(Ballot);

@ArgsType()
export class BallotsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Ballots on this standard.' })
  @IsOptional()
  @IsHandle()
  standardId?: string;

  @Field(() => ID, { nullable: true, description: 'Ballots of this committee.' })
  @IsOptional()
  @IsHandle()
  committeeId?: string;

  @Field(() => ID, { nullable: true, description: 'Ballots in which this party may vote: it is on the roll.' })
  @IsOptional()
  @IsHandle()
  voter?: string;

  @Field(() => BallotStatusEnum, { nullable: true, description: 'Ballots that are open, closed or void.' })
  @IsOptional()
  @IsIn(BALLOT_STATUSES)
  status?: BallotStatus;
}

@ObjectType({ description: 'A party on the roll of a ballot.' })
export class BallotRollEntry extends CommitteeMember {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its vote stands; null while the ballot is open and does not show its turnout. It says nothing of the choice.',
  })
  hasVoted!: boolean | null;
}

const showsTurnout = ({ status, showsTurnout }: Ballot): boolean => showsTurnout || status === 'CLOSED';

@Resolver(() => Ballot)
export class BallotResolver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly votesOf: VoteReader,
  ) {}

  @Query(() => BallotConnection, { description: 'Ballots by standard, committee, voter and status, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(ballots)
  ballots(@Args() { standardId, committeeId, voter, status, ...page }: BallotsArgs): Promise<Page<Ballot>> {
    const found = this.dataSource.getRepository(Ballot).createQueryBuilder('ballot');
    if (standardId) found.andWhere('ballot.standardId = :standardId', { standardId });
    if (committeeId) found.andWhere('ballot.committeeId = :committeeId', { committeeId });
    if (voter) found.andWhere('ballot.electorate @> CAST(:voter AS jsonb)', { voter: JSON.stringify([{ party: voter }]) });
    if (status) found.andWhere('ballot.status = :status', { status });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => BallotTurnout, {
    nullable: true,
    description: 'How many have voted; null while the ballot is open, or when it is void, and it does not show it.',
  })
  turnout(@Parent() ballot: Ballot): BallotTurnout | null {
    return showsTurnout(ballot) ? { votesCast: ballot.votesCast, rollSize: ballot.electorate.length } : null;
  }

  @ResolveField(() => [BallotRollEntry], { description: 'The roll, with who has voted, so that it can be checked without any choice.' })
  roll(@Parent() ballot: Ballot): readonly BallotRollEntry[] {
    const voted = showsTurnout(ballot) ? new Set(ballot.voters) : null;
    return ballot.electorate.map((entry) => ({ ...entry, hasVoted: voted?.has(entry.party) ?? null }));
  }

  @ResolveField(() => [BallotVote], {
    nullable: true,
    description:
      'Every vote that stands, in the order of the parties, or of the receipts in a secret ballot; null until the ballot is closed, unless its votes are open, and for ever when it is void.',
  })
  votes(@Parent() ballot: Ballot, @CalledBy() reader: Reader): Promise<readonly BallotVote[] | null> {
    return this.votesOf.everybody(ballot, reader);
  }

  @ResolveField(() => BallotVote, {
    nullable: true,
    description:
      'The vote of the party for which you act; null when it has none, for everybody without a token, and in a secret ballot once it is closed.',
  })
  myVote(@Parent() ballot: Ballot, @CalledBy() reader: Reader): Promise<BallotVote | null> {
    return this.votesOf.ofParty(ballot, reader);
  }

  @ResolveField(() => [BallotVoteAct], {
    description: 'What was done about the vote of the party for which you act, oldest first: the last thousand acts.',
  })
  myVoteHistory(@Parent() ballot: Ballot, @CalledBy() reader: Reader): Promise<readonly BallotVoteAct[]> {
    return this.votesOf.historyOf(ballot, reader);
  }

  @ResolveField(() => [BallotVote], { description: 'The votes that the party for which you act has cast for others, and that stand.' })
  votesCastForOthers(@Parent() ballot: Ballot, @CalledBy() reader: Reader): Promise<readonly BallotVote[]> {
    return this.votesOf.castForOthers(ballot, reader);
  }
}
