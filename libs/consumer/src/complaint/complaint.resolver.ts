import {
  CalledBy,
  type Caller,
  type ConcernColumns,
  Connection,
  ConnectionArgs,
  governed,
  inMandate,
  type Page,
  paginate,
  ReadBy,
  Reads,
} from '@concord/graphql';
import { membersOf, type PersonalText, type Secrets, streamOf } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { openPersonal, SECRETS } from '@concord/secrets';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import {
  AcceptOffer,
  AnswerComplaint,
  CloseComplaint,
  DecideComplaint,
  FileComplaint,
  GroundEnum,
  PerformRemedy,
  RejectOffer,
} from './complaint.commands.js';
import { GROUNDS, type Ground } from './complaint.events.js';
import { COMPLAINT_STATUSES, type ComplaintStatus, complaint, maySee } from './complaint.js';
import { Complaint, ComplaintAnswer, ComplaintEvidence, ComplaintStatusEnum, complaints } from './complaint.read-model.js';

const readers = membersOf('AGENCY', 'ENTERPRISE', 'CONSUMER', 'AUDITOR');

export const complaintObject = governed({
  object: Complaint,
  field: 'complaint',
  projection: complaints,
  readBy: [readers],
  visibleTo: (row, reader) => reader !== null && maySee(reader, row),
  commands: [
    [FileComplaint, 'Files a complaint about a transaction.'],
    [AnswerComplaint, 'Answers a complaint.'],
    [AcceptOffer, 'Accepts the offer of the enterprise.'],
    [RejectOffer, 'Rejects the offer of the enterprise.'],
    [DecideComplaint, 'Decides a complaint.'],
    [PerformRemedy, 'Tells that the remedy is performed.'],
    [CloseComplaint, 'Closes a complaint.'],
  ],
});
const ComplaintConnection = Connection(Complaint);

/** By what an auditor's mandate covers a complaint, in rows that are called `complaint`. */
const CONCERNS: ConcernColumns = {
  aggregate: 'consumer.complaint',
  id: 'complaint.id',
  parties: ['complaint.complainant', 'complaint.respondent'],
  jurisdictions: ['complaint.origin', 'complaint.destination'],
};

@ArgsType()
export class ComplaintsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Complaints about this transaction.' })
  @IsOptional()
  @IsHandle()
  transactionId?: string;

  @Field(() => ID, { nullable: true, description: 'Complaints of this buyer.' })
  @IsOptional()
  @IsHandle()
  complainant?: string;

  @Field(() => ID, { nullable: true, description: 'Complaints against this seller.' })
  @IsOptional()
  @IsHandle()
  respondent?: string;

  @Field(() => ComplaintStatusEnum, { nullable: true, description: 'Complaints that stand here.' })
  @IsOptional()
  @IsIn(COMPLAINT_STATUSES)
  status?: ComplaintStatus;

  @Field(() => GroundEnum, { nullable: true, description: 'Complaints on this ground.' })
  @IsOptional()
  @IsIn(GROUNDS)
  ground?: Ground;
}

@Resolver(() => Complaint)
export class ComplaintResolver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  @Query(() => ComplaintConnection, {
    description:
      'Complaints, the latest first: all for agencies, those of their mandates for auditors, those of their own for the two parties.',
  })
  @ReadBy(readers)
  @Reads(complaints)
  complaints(
    @Args() { transactionId, complainant, respondent, status, ground, ...page }: ComplaintsArgs,
    @CalledBy() { actor }: Caller,
  ): Promise<Page<Complaint>> {
    const found = this.dataSource.getRepository(Complaint).createQueryBuilder('complaint');
    if (actor.kind !== 'AGENCY') {
      const audited = inMandate(actor, CONCERNS);
      found.andWhere(`(complaint.complainant = :me OR complaint.respondent = :me OR ${audited.sql})`, {
        ...audited.parameters,
        me: actor.party,
      });
    }
    if (transactionId) found.andWhere('complaint.transactionId = :transactionId', { transactionId });
    if (complainant) found.andWhere('complaint.complainant = :complainant', { complainant });
    if (respondent) found.andWhere('complaint.respondent = :respondent', { respondent });
    if (status) found.andWhere('complaint.status = :status', { status });
    if (ground) found.andWhere('complaint.ground = :ground', { ground });
    return paginate(
      found,
      [
        { property: 'filedAt', direction: 'DESC' },
        { property: 'id', direction: 'DESC' },
      ],
      page,
    );
  }
  @ResolveField(() => String, {
    nullable: true,
    description: 'What happened, in the words of the complainant; null once that was erased.',
  })
  narrative(@Parent() row: Complaint): Promise<string | null> {
    return this.opened(row, 'narrative', row.narrative);
  }

  @ResolveField(() => [ComplaintEvidence], { description: 'What proves it.' })
  evidence(@Parent() row: Complaint): Promise<readonly ComplaintEvidence[]> {
    return Promise.all(row.evidence.map(async (file, n) => ({ ...file, name: await this.opened(row, `evidence.${n}.name`, file.name) })));
  }

  @ResolveField(() => ComplaintAnswer, { nullable: true, description: 'What the enterprise answered; null while it is silent.' })
  async answer(@Parent() row: Complaint): Promise<ComplaintAnswer | null> {
    return row.answer && { ...row.answer, rejectionReason: await this.opened(row, 'reason', row.answer.rejectionReason) };
  }

  /** @param path where the text is in its event */
  private opened({ id, complainant }: Complaint, path: string, text: PersonalText | null): Promise<string | null> {
    return openPersonal(this.secrets, complainant, streamOf(complaint, id), path, text);
  }
}
