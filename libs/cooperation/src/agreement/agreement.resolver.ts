import { CalendarDateScalar, Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import type { CalendarDate } from '@concord/kernel';
import { IsCalendarDateString, IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AdoptAgreement, DepositInstrument, SignAgreement } from './agreement.commands.js';
import { Agreement, agreements, ContractingParty } from './agreement.read-model.js';
import { inForceOn, partiesOn } from './agreement-parties.js';

export const agreementObject = governed({
  object: Agreement,
  field: 'agreement',
  projection: agreements,
  commands: [
    [AdoptAgreement, 'Adopts the text of an agreement.'],
    [SignAgreement, 'Signs an agreement for a jurisdiction.'],
    [DepositInstrument, "Deposits a jurisdiction's consent to be bound by an agreement."],
  ],
});
const AgreementConnection = Connection(Agreement);

@ArgsType()
export class AgreementsArgs extends ConnectionArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Agreements to which this country (ISO 3166-1 alpha-2) or bloc is invited or has consented.',
  })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'Agreements in force on this day, `YYYY-MM-DD`.' })
  @IsOptional()
  @IsCalendarDateString()
  inForceOn?: CalendarDate;
}

@ArgsType()
class AgreementDayArgs {
  @Field(() => CalendarDateScalar, { description: 'The day, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  on!: CalendarDate;
}

@Resolver(() => Agreement)
export class AgreementResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => AgreementConnection, { description: 'Agreements by jurisdiction and day, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(agreements)
  agreements(@Args() { jurisdiction, inForceOn, ...page }: AgreementsArgs): Promise<Page<Agreement>> {
    const found = this.dataSource.getRepository(Agreement).createQueryBuilder('agreement');
    if (jurisdiction) found.andWhere('agreement.jurisdictions @> :jurisdictions', { jurisdictions: [jurisdiction] });
    if (inForceOn) found.andWhere('agreement.entryIntoForceOn <= :day', { day: inForceOn });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => Boolean, { description: 'Whether it is in force on a day.' })
  inForce(@Parent() agreement: Agreement, @Args() { on }: AgreementDayArgs): boolean {
    return inForceOn(agreement, on);
  }

  @ResolveField(() => [ContractingParty], {
    description: 'The parties on a day: those that have consented and for whom it is in force then.',
  })
  partiesOn(@Parent() agreement: Agreement, @Args() { on }: AgreementDayArgs): ContractingParty[] {
    return partiesOn(agreement, on);
  }
}
