import {
  CalendarDateScalar,
  CalledBy,
  Connection,
  ConnectionArgs,
  governed,
  type Page,
  paginate,
  ReadByEveryone,
  type Reader,
  Reads,
} from '@concord/graphql';
import type { Actor, CalendarDate } from '@concord/kernel';
import { ancestorsOf, IsCalendarDateString, IsHandle, IsHsCode, IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { ApplyForLicence, GrantLicence, RefuseLicence, ResumeLicence, RevokeLicence, SuspendLicence } from './licence.commands.js';
import { LICENCE_STATUSES, type LicenceStatus } from './licence.js';
import { Licence, LicenceApplication, LicenceStatusEnum, licences } from './licence.read-model.js';
import { validOn } from './licence-coverage.js';
import { mayReadApplication, mayReadApplicationOf, onlySeenBy } from './licence-readers.js';

/** What never became a licence is no public record. */
const PRIVATE: readonly LicenceStatus[] = ['APPLIED', 'REFUSED'];

const visibleTo = (licence: Licence, reader: Actor | null): boolean =>
  !PRIVATE.includes(licence.status) || mayReadApplication(licence, reader);

export const licenceObject = governed({
  object: Licence,
  field: 'licence',
  projection: licences,
  visibleTo,
  commands: [
    [ApplyForLicence, 'Applies for access to a market.'],
    [GrantLicence, 'Grants a licence.'],
    [RefuseLicence, 'Refuses a licence.'],
    [SuspendLicence, 'Suspends a licence.'],
    [ResumeLicence, 'Resumes a suspended licence.'],
    [RevokeLicence, 'Revokes a licence.'],
  ],
});
const LicenceConnection = Connection(Licence);

@ArgsType()
export class LicencesArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'Licences of this enterprise: the id of its party.' })
  @IsOptional()
  @IsHandle()
  enterprise?: string;

  @Field(() => String, { nullable: true, description: 'Licences on which this agency decides: the id of its party.' })
  @IsOptional()
  @IsHandle()
  agency?: string;

  @Field(() => String, { nullable: true, description: 'Licences for this country (ISO 3166-1 alpha-2) or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Licences that cover goods of this HS code; until they are granted, those applied for them.',
  })
  @IsOptional()
  @IsHsCode()
  hsCode?: string;

  @Field(() => LicenceStatusEnum, { nullable: true, description: 'Licences that stand here.' })
  @IsOptional()
  @IsIn(LICENCE_STATUSES)
  status?: LicenceStatus;
}

@ArgsType()
class LicenceDayArgs {
  @Field(() => CalendarDateScalar, { description: 'The day, `YYYY-MM-DD`, in UTC.' })
  @IsCalendarDateString()
  on!: CalendarDate;
}

@Resolver(() => Licence)
export class LicenceResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => LicenceConnection, {
    description: 'Licences by enterprise, agency, place, goods and status, in the order of their ids: those that the reader may see.',
  })
  @ReadByEveryone()
  @Reads(licences)
  licences(
    @Args() { enterprise, agency, jurisdiction, hsCode, status, ...page }: LicencesArgs,
    @CalledBy() { actor }: Reader,
  ): Promise<Page<Licence>> {
    const found = this.dataSource.getRepository(Licence).createQueryBuilder('licence');
    onlySeenBy(found, actor, PRIVATE);
    if (enterprise) found.andWhere('licence.enterprise = :enterprise', { enterprise });
    if (agency) found.andWhere('licence.agency = :agency', { agency });
    if (jurisdiction) found.andWhere('licence.jurisdiction = :jurisdiction', { jurisdiction });
    if (hsCode) found.andWhere('licence.goods && :covering', { covering: [hsCode, ...ancestorsOf(hsCode)] });
    if (status) found.andWhere('licence.status = :status', { status });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => Boolean, { description: 'Whether it is valid on a day: granted for it, not suspended then, not revoked by then.' })
  validOn(@Parent() licence: Licence, @Args() { on }: LicenceDayArgs): boolean {
    return validOn(licence, on);
  }

  @ResolveField(() => LicenceApplication, {
    nullable: true,
    description: 'What was applied for; null for those who are not the applicant, an agency or an auditor.',
  })
  application(@Parent() licence: Licence, @CalledBy() { actor }: Reader): LicenceApplication | null {
    return mayReadApplicationOf(licence, actor) ? licence.application : null;
  }
}
