import { Attachment } from '@concord/files';
import { CalledBy, Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, type Reader, Reads } from '@concord/graphql';
import { type PersonalText, type Secrets, streamOf } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { openPersonal, SECRETS } from '@concord/secrets';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AnswerBreach, DecideBreach, PublishDecision, ReportBreach, WithdrawReport } from './breach.commands.js';
import { BREACH_STATUSES, type BreachStatus, breach } from './breach.js';
import { BreachAnswer, BreachDecision, BreachStatusEnum, breaches, PledgeBreach } from './breach.read-model.js';
import { maySeeBreach, maySeeCaseOf, onlyReportedBy, onlySeenBy } from './breach-readers.js';

export const breachObject = governed({
  object: PledgeBreach,
  field: 'breach',
  projection: breaches,
  visibleTo: maySeeBreach,
  commands: [
    [ReportBreach, 'Reports that an enterprise has breached a pledge.'],
    [AnswerBreach, 'Answers the report of a breach, or adds to the answer.'],
    [DecideBreach, 'Decides on the report of a breach.'],
    [PublishDecision, 'Opens the decision on a breach to everyone, with a summary.'],
    [WithdrawReport, 'Takes back the report of a breach.'],
  ],
});
const BreachConnection = Connection(PledgeBreach);

@ArgsType()
export class BreachesArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Reports about this pledge.' })
  @IsOptional()
  @IsHandle()
  pledgeId?: string;

  @Field(() => ID, { nullable: true, description: 'Reports on which this association decides.' })
  @IsOptional()
  @IsHandle()
  association?: string;

  @Field(() => ID, { nullable: true, description: 'Reports about this enterprise.' })
  @IsOptional()
  @IsHandle()
  enterprise?: string;

  @Field(() => ID, { nullable: true, description: 'Reports of this party, as far as the reader may know of whom they are.' })
  @IsOptional()
  @IsHandle()
  reporter?: string;

  @Field(() => BreachStatusEnum, { nullable: true, description: 'Reports that stand here.' })
  @IsOptional()
  @IsIn(BREACH_STATUSES)
  status?: BreachStatus;

  @Field(() => Boolean, { nullable: true, description: 'true: those whose decision is published; false: all others.' })
  @IsOptional()
  @IsBoolean()
  published?: boolean;
}

@Resolver(() => PledgeBreach)
export class BreachResolver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  @Query(() => BreachConnection, {
    description: 'Reports of breaches, the latest first: what was published for everyone, and those of their own for the sides of a case.',
  })
  @ReadByEveryone()
  @Reads(breaches)
  breaches(@Args() args: BreachesArgs, @CalledBy() { actor }: Reader): Promise<Page<PledgeBreach>> {
    const { pledgeId, association, enterprise, reporter, status, published, ...page } = args;
    const found = this.dataSource.getRepository(PledgeBreach).createQueryBuilder('breach');
    onlySeenBy(found, actor, 'BREACH');
    if (pledgeId) found.andWhere('breach.pledgeId = :pledgeId', { pledgeId });
    if (association) found.andWhere('breach.association = :association', { association });
    if (enterprise) found.andWhere('breach.enterprise = :enterprise', { enterprise });
    if (reporter) onlyReportedBy(found, actor, reporter);
    if (status) found.andWhere('breach.status = :status', { status });
    if (published != null) found.andWhere(`breach.publishedAt IS ${published ? 'NOT' : ''} NULL`);
    return paginate(
      found,
      [
        { property: 'reportedAt', direction: 'DESC' },
        { property: 'id', direction: 'DESC' },
      ],
      page,
    );
  }

  @ResolveField(() => ID, {
    nullable: true,
    description: 'Who reported it; null for those who see only what was published, where that was a consumer.',
  })
  reporter(@Parent() row: PledgeBreach, @CalledBy() { actor }: Reader): string | null {
    return row.reporterKind !== 'CONSUMER' || maySeeCaseOf(row, actor) ? row.reporter : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'What is said to have happened; null for those who see only what was published, and for everyone once it was erased.',
  })
  async facts(@Parent() row: PledgeBreach, @CalledBy() { actor }: Reader): Promise<string | null> {
    return maySeeCaseOf(row, actor) ? this.opened(row, 'facts', row.facts) : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Why it was withdrawn; null where nobody said so, and once that was erased.',
  })
  withdrawalReason(@Parent() row: PledgeBreach): Promise<string | null> {
    return this.opened(row, 'reason', row.withdrawalReason);
  }

  @ResolveField(() => [Attachment], {
    nullable: true,
    description: 'Files that show it; null for those who see only what was published.',
  })
  attachments(@Parent() row: PledgeBreach, @CalledBy() { actor }: Reader): readonly Attachment[] | null {
    return maySeeCaseOf(row, actor) ? row.attachments : null;
  }

  @ResolveField(() => [BreachAnswer], {
    nullable: true,
    description: 'The answer of the enterprise and what it added, oldest first; null for those who see only what was published.',
  })
  answers(@Parent() row: PledgeBreach, @CalledBy() { actor }: Reader): readonly BreachAnswer[] | null {
    return maySeeCaseOf(row, actor) ? row.answers : null;
  }

  @ResolveField(() => BreachDecision, { nullable: true, description: 'How it was decided; null where it is not.' })
  decision(@Parent() row: PledgeBreach, @CalledBy() { actor }: Reader): BreachDecision | null {
    return row.decision && { ...row.decision, reasons: maySeeCaseOf(row, actor) ? row.decision.reasons : null };
  }
  /** @param path where the text is in its event */
  private opened({ id, reporter }: PledgeBreach, path: string, text: PersonalText | null): Promise<string | null> {
    return openPersonal(this.secrets, reporter, streamOf(breach, id), path, text);
  }
}
