import {
  CalledBy,
  type Caller,
  Connection,
  ConnectionArgs,
  governed,
  InstantScalar,
  type Page,
  paginate,
  ReadBy,
  Reads,
} from '@concord/graphql';
import { type Instant, instant, membersOf } from '@concord/kernel';
import { IsHandle, IsInstantString } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { ExtendAuditMandate, GrantAuditMandate, RevokeAuditMandate } from './mandate.commands.js';
import { maySee } from './mandate.js';
import { AuditMandate, mandates } from './mandate.read-model.js';

const readers = membersOf('AGENCY', 'AUDITOR', 'OPERATOR');

export const mandateObject = governed({
  object: AuditMandate,
  field: 'auditMandate',
  projection: mandates,
  readBy: [readers],
  visibleTo: maySee,
  commands: [
    [GrantAuditMandate, 'Lets an auditor read, for a purpose and a time.'],
    [ExtendAuditMandate, 'Lets a mandate end later.'],
    [RevokeAuditMandate, 'Ends a mandate at once.'],
  ],
});
const AuditMandateConnection = Connection(AuditMandate);

@ArgsType()
export class AuditMandatesArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Mandates of this auditor.' })
  @IsOptional()
  @IsHandle()
  auditor?: string;

  @Field(() => ID, { nullable: true, description: 'Mandates that this agency or operator granted.' })
  @IsOptional()
  @IsHandle()
  grantor?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'Mandates that are in force at this instant and were not taken back.' })
  @IsOptional()
  @IsInstantString()
  inForceAt?: Instant;
}

@Resolver(() => AuditMandate)
export class AuditMandateResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => AuditMandateConnection, {
    description: 'Mandates in the order of their ids: all for operators, those that it holds or has granted for anybody else.',
  })
  @ReadBy(readers)
  @Reads(mandates)
  auditMandates(
    @Args() { auditor, grantor, inForceAt, ...page }: AuditMandatesArgs,
    @CalledBy() { actor }: Caller,
  ): Promise<Page<AuditMandate>> {
    const found = this.dataSource.getRepository(AuditMandate).createQueryBuilder('mandate');
    if (actor.kind !== 'OPERATOR') found.andWhere('(mandate.auditor = :me OR mandate.grantor = :me)', { me: actor.party });
    if (auditor) found.andWhere('mandate.auditor = :auditor', { auditor });
    if (grantor) found.andWhere('mandate.grantor = :grantor', { grantor });
    if (inForceAt) {
      const at = instant(inForceAt);
      found.andWhere(`mandate.status = 'GRANTED' AND mandate.from <= :at AND mandate.until > :at`, { at });
    }
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
