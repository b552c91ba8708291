import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AnswerAppeal, DecideAppeal, LodgeAppeal, WithdrawAppeal } from './appeal.commands.js';
import { APPEAL_STATUSES, type AppealStatus } from './appeal.js';
import { Appeal, AppealStatusEnum, appeals } from './appeal.read-model.js';

export const appealObject = governed({
  object: Appeal,
  field: 'appeal',
  projection: appeals,
  commands: [
    [LodgeAppeal, 'Appeals the result of a ballot.'],
    [AnswerAppeal, 'Answers an appeal, as the association whose ballot it was.'],
    [DecideAppeal, 'Decides an appeal.'],
    [WithdrawAppeal, 'Withdraws an appeal.'],
  ],
});
const AppealConnection = Connection(Appeal);

@ArgsType()
export class AppealsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Appeals against the result of this ballot.' })
  @IsOptional()
  @IsHandle()
  ballotId?: string;

  @Field(() => ID, { nullable: true, description: 'Appeals about this standard.' })
  @IsOptional()
  @IsHandle()
  standardId?: string;

  @Field(() => ID, { nullable: true, description: 'Appeals against what this committee decided.' })
  @IsOptional()
  @IsHandle()
  committeeId?: string;

  @Field(() => AppealStatusEnum, { nullable: true, description: 'Appeals that stand so.' })
  @IsOptional()
  @IsIn(APPEAL_STATUSES)
  status?: AppealStatus;
}

@Resolver(() => Appeal)
export class AppealResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => AppealConnection, { description: 'Appeals by ballot, standard, committee and status, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(appeals)
  appeals(@Args() { ballotId, standardId, committeeId, status, ...page }: AppealsArgs): Promise<Page<Appeal>> {
    const found = this.dataSource.getRepository(Appeal).createQueryBuilder('appeal');
    if (ballotId) found.andWhere('appeal.ballotId = :ballotId', { ballotId });
    if (standardId) found.andWhere('appeal.standardId = :standardId', { standardId });
    if (committeeId) found.andWhere('appeal.committeeId = :committeeId', { committeeId });
    if (status) found.andWhere('appeal.status = :status', { status });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
