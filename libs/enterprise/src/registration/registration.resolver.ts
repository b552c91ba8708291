import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { ancestorsOf, countriesOf, IsHsCode, IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { ChangeRegistration, DeregisterEnterprise, FileRegistration, OperationModeEnum } from './registration.commands.js';
import { OPERATION_MODES, type OperationMode } from './registration.events.js';
import { REGISTRATION_STATUSES, type RegistrationStatus } from './registration.js';
import { Enterprise, RegistrationStatusEnum, registrations } from './registration.read-model.js';

export const enterpriseObject = governed({
  object: Enterprise,
  field: 'enterprise',
  projection: registrations,
  commands: [
    [FileRegistration, 'Files the registration of an enterprise.'],
    [ChangeRegistration, 'Changes the registration of an enterprise.'],
    [DeregisterEnterprise, 'Ends the registration of an enterprise.'],
  ],
});
const EnterpriseConnection = Connection(Enterprise);

@ArgsType()
export class EnterprisesArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'Enterprises of this country (ISO 3166-1 alpha-2), or of the members of this bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => OperationModeEnum, { nullable: true, description: 'Enterprises that trade like this.' })
  @IsOptional()
  @IsIn(OPERATION_MODES)
  operationMode?: OperationMode;

  @Field(() => String, {
    nullable: true,
    description:
      'Enterprises that trade in goods of this HS code: those that name the code, a shorter one above it, or a longer one below it.',
  })
  @IsOptional()
  @IsHsCode()
  hsCode?: string;

  @Field(() => RegistrationStatusEnum, { nullable: true, description: 'Enterprises that are registered, or are no longer.' })
  @IsOptional()
  @IsIn(REGISTRATION_STATUSES)
  status?: RegistrationStatus;
}

@Resolver(() => Enterprise)
export class RegistrationResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => EnterpriseConnection, { description: 'Enterprises by place, mode, goods and status, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(registrations)
  enterprises(@Args() { jurisdiction, operationMode, hsCode, status, ...page }: EnterprisesArgs): Promise<Page<Enterprise>> {
    const found = this.dataSource.getRepository(Enterprise).createQueryBuilder('enterprise');
    if (jurisdiction) found.andWhere('enterprise.country = ANY(:countries)', { countries: countriesOf(jurisdiction) });
    if (operationMode) found.andWhere('enterprise.operationMode = :operationMode', { operationMode });
    if (status) found.andWhere('enterprise.status = :status', { status });
    if (hsCode) {
      const above = [hsCode, ...ancestorsOf(hsCode)];
      const below = 'EXISTS (SELECT FROM unnest(enterprise.hsCodes) AS code WHERE starts_with(code, :hsCode))';
      found.andWhere(`(enterprise.hsCodes && :above OR ${below})`, { above, hsCode });
    }
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
