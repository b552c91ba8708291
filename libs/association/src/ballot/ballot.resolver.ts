import {
  CalledBy,
  Connection,
  ConnectionArgs,
  governed,
  inOrderOf,
  loaderOf,
  type Page,
  paginate,
  ReadByEveryone,
  type Reader,
  Reads,
} from '@concord/graphql';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource, In } from 'typeorm';
import { CastVote, OpenBallot, WithdrawVote } from './ballot.commands.js';
import { BALLOT_STATUSES, type BallotStatus } from './ballot.js';
import { Ballot, BallotStatusEnum, BallotVote, ballots } from './ballot.read-model.js';

export const ballotObject = governed({
  object: Ballot,
  field: 'ballot',
  projection: ballots,
  commands: [
    [OpenBallot, 'Opens a ballot on the latest draft of a standard.'],
    [CastVote, 'Casts the vote of a party, or changes it.'],
    [WithdrawVote, 'Withdraws the vote of a party.'],
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

/** The vote with what it counts for. */
const onRoll = ({ electorate }: Ballot, vote: BallotVote): BallotVote => ({
  ...vote,
  kind: electorate.find(({ party }) => party === vote.party)?.kind ?? 'O_MEMBER',
});

@Resolver(() => Ballot)
export class BallotResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

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

  @ResolveField(() => [BallotVote], {
    nullable: true,
    description: 'Every vote that stands, in the order of the parties; null until the ballot is closed, and for ever when it is void.',
  })
  async votes(@Parent() ballot: Ballot, @CalledBy() reader: Reader): Promise<readonly BallotVote[] | null> {
    if (ballot.status !== 'CLOSED') return null;
    const votes = await loaderOf(reader, 'votes of closed ballots', (ids: readonly string[]) => this.votesOf(ids)).load(ballot.id);
    return votes.map((vote) => onRoll(ballot, vote));
  }

  @ResolveField(() => BallotVote, {
    nullable: true,
    description: 'The vote of the party for which you act; null when it has none, and for everybody without a token.',
  })
  async myVote(@Parent() ballot: Ballot, @CalledBy() reader: Reader): Promise<BallotVote | null> {
    const { actor } = reader;
    if (!actor) return null;
    const mine = loaderOf(reader, `votes of ${actor.party}`, (ids: readonly string[]) => this.votesOfParty(actor.party, ids));
    const vote = await mine.load(ballot.id);
    return vote && onRoll(ballot, vote);
  }

  private async votesOf(ballotIds: readonly string[]): Promise<BallotVote[][]> {
    const votes = await this.dataSource
      .getRepository(BallotVote)
      .find({ where: { ballotId: In([...ballotIds]) }, order: { party: 'ASC' } });
    const byBallot = new Map(ballotIds.map((id): [string, BallotVote[]] => [id, []]));
    for (const vote of votes) byBallot.get(vote.ballotId)?.push(vote);
    return [...byBallot.values()];
  }

  private async votesOfParty(party: string, ballotIds: readonly string[]): Promise<(BallotVote | null)[]> {
    const votes = await this.dataSource.getRepository(BallotVote).findBy({ party, ballotId: In([...ballotIds]) });
    return inOrderOf(ballotIds, votes, ({ ballotId }) => ballotId);
  }
}
