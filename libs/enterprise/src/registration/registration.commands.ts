import { CommandInput, graphqlEnum } from '@concord/graphql';
import { adminsOf, IssuedBy, officersOf } from '@concord/kernel';
import { IsCountryCode, IsHandle, IsHsCode, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsIn, IsOptional } from 'class-validator';
import { OPERATION_MODES, type OperationMode } from './registration.events.js';

const enterprises = officersOf('ENTERPRISE');

export const OperationModeEnum = graphqlEnum(
  'OperationMode',
  OPERATION_MODES,
  'How an enterprise trades across borders: with shops of its own, as the place where others sell, as a buyer on behalf of consumers, or with services for all of it.',
);

@InputType({ isAbstract: true })
abstract class RegistrationCommand extends CommandInput {
  @Field(() => ID, { description: 'The enterprise: the id of the party that acts.' })
  @IsHandle()
  enterpriseId!: string;
}

@IssuedBy(enterprises)
@InputType({ description: 'Files the registration of the enterprise that acts: once, for every department.' })
export class FileRegistration extends RegistrationCommand {
  @Field(() => String, { description: 'Its name in law.' })
  @IsPlainText({ max: 300 })
  legalName!: string;

  @Field(() => String, {
    description: 'ISO 3166-1 alpha-2 code of the country under whose law it stands; in the jurisdiction under which it is a party.',
  })
  @IsCountryCode()
  country!: string;

  @Field(() => OperationModeEnum, { description: 'How it trades.' })
  @IsIn(OPERATION_MODES)
  operationMode!: OperationMode;

  @Field(() => [String], {
    nullable: true,
    description: 'HS codes (2, 4 or 6 digits) of the goods that it trades in. Left out: no goods of its own.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => String, { nullable: true, description: 'How the enterprise is reached. Everyone reads it: name no person.' })
  @IsOptional()
  @IsPlainText({ max: 500 })
  contact?: string | null;
}

@IssuedBy(enterprises)
@InputType({ description: 'Changes a registration. What is left out stays as it is.' })
export class ChangeRegistration extends RegistrationCommand {
  @Field(() => String, { nullable: true, description: 'Its new name in law.' })
  @IsOptional()
  @IsPlainText({ max: 300 })
  legalName?: string | null;

  @Field(() => OperationModeEnum, { nullable: true, description: 'How it trades from now on.' })
  @IsOptional()
  @IsIn(OPERATION_MODES)
  operationMode?: OperationMode | null;

  @Field(() => [String], { nullable: true, description: 'HS codes of all the goods that it trades in from now on.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsHsCode({ each: true })
  hsCodes?: string[] | null;

  @Field(() => String, { nullable: true, description: 'How the enterprise is reached from now on; null takes it away.' })
  @IsOptional()
  @IsPlainText({ max: 500 })
  contact?: string | null;
}

@IssuedBy(adminsOf('ENTERPRISE'))
@InputType({ description: 'Ends the registration of the enterprise that acts. It can file again.' })
export class DeregisterEnterprise extends RegistrationCommand {
  @Field(() => String, { description: 'Why it leaves.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}
