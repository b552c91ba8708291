import { graphqlEnum } from '@concord/graphql';
import { type AmendingOperation, CORRECTIONS, E_ID, PROVISION_KINDS, type ProvisionKind } from '@concord/legal-text';
import { IsCalendarDateString, IsHandle, IsLocalizedText, IsPlainText, LONGEST_TEXT, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import { RequirementInput } from './requirement.input.js';

const KINDS = Object.keys(PROVISION_KINDS) as ProvisionKind[];
const OPERATIONS = ['INSERT', 'SUBSTITUTE', 'REPEAL', 'RENUMBER'] as const satisfies readonly AmendingOperation['operation'][];
/** A text has no more languages than there are in use in any jurisdiction. */
const LANGUAGES_AT_MOST = 30;
const LONGEST_HEADING = 1_000;
const LONGEST_NUMBER = 100;
export const PROVISIONS_AT_MOST = 5_000;
export const OPERATIONS_AT_MOST = 1_000;

export const ProvisionKindEnum = graphqlEnum('ProvisionKind', KINDS, 'What a provision is: the hierarchical elements of Akoma Ntoso 3.0.');
export const OperationEnum = graphqlEnum('AmendingOperationKind', OPERATIONS, 'What an amendment does to a provision.');
export const CorrectionEnum = graphqlEnum(
  'CorrectionKind',
  CORRECTIONS,
  'Whether words that were published wrongly are mended, or another language is added.',
);

/** The field names a provision: `sec_3__para_2`. */
const IsEId = (options: { readonly each?: boolean } = {}) =>
  Matches(E_ID, {
    ...options,
    message: '$property must be an eId of Akoma Ntoso, such as sec_3__para_2, and not "$value"',
  });

/** A list of eIds, where leaving it out means everything. */
export const Provisions =
  (description: string): PropertyDecorator =>
  (target, key) => {
    Field(() => [String], { nullable: true, description })(target, key);
    IsOptional()(target, key as string);
    IsArray()(target, key as string);
    ArrayMinSize(1)(target, key as string);
    ArrayMaxSize(PROVISIONS_AT_MOST)(target, key as string);
    IsEId({ each: true })(target, key as string);
  };

@InputType({ description: 'A part of the text of a norm.' })
export class ProvisionInput {
  @Field(() => String, { description: 'Its permanent place in the text, in the manner of Akoma Ntoso: `sec_3__para_2`.' })
  @IsEId()
  eId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The eId of the provision that it is a part of; null: it stands at the top. Left out: as its own eId says.',
  })
  @IsOptional()
  @IsEId()
  parent?: string | null;

  @Field(() => ProvisionKindEnum, { nullable: true, description: 'What it is. Left out: as its eId says.' })
  @IsOptional()
  @IsIn(KINDS)
  kind?: ProvisionKind;

  @Field(() => String, {
    nullable: true,
    description: 'Its number as readers see it: `§ 3`, `Article 4`, `(a)`. It may change; the eId does not.',
  })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NUMBER })
  number?: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'Its heading, once for each language; the first is the authentic one.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LANGUAGES_AT_MOST)
  @IsLocalizedText({ max: LONGEST_HEADING, each: true })
  headings?: LocalizedTextInput[];

  @Field(() => String, { nullable: true, description: 'Its heading in the authentic language alone: short for `headings` with one item.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_HEADING })
  heading?: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description:
      'Its own words without those of its parts, once for each language; the first is the authentic one. Left out: it has parts only.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LANGUAGES_AT_MOST)
  @IsLocalizedText({ max: LONGEST_TEXT, each: true })
  text?: LocalizedTextInput[];

  @Field(() => RequirementInput, { nullable: true, description: 'What of it a machine can check.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RequirementInput)
  requirement?: RequirementInput;
}

@InputType({
  description:
    'One change of the text. INSERT and SUBSTITUTE bring a provision and its parts, REPEAL and RENUMBER name one. A provision stands for its parts, too.',
})
export class AmendingOperationInput {
  @Field(() => OperationEnum, { description: 'What is done.' })
  @IsIn(OPERATIONS)
  operation!: (typeof OPERATIONS)[number];

  @Field(() => [ProvisionInput], {
    nullable: true,
    description:
      'INSERT, SUBSTITUTE: the provision that comes in, followed by its parts, if it has any. SUBSTITUTE replaces the one with the same eId.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PROVISIONS_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => ProvisionInput)
  provisions?: ProvisionInput[];

  @Field(() => ProvisionInput, { nullable: true, description: 'Short for `provisions` with one item.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ProvisionInput)
  provision?: ProvisionInput;

  @Field(() => Boolean, {
    nullable: true,
    description: 'SUBSTITUTE: the parts of the old provision stay, so that its own words alone change.',
  })
  @IsOptional()
  @IsBoolean()
  keepsParts?: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'REPEAL, RENUMBER: the eId of the provision. SUBSTITUTE may repeat that of the provision that comes in.',
  })
  @IsOptional()
  @IsEId()
  eId?: string;

  @Field(() => Boolean, { nullable: true, description: 'REPEAL, instead of an eId: the whole norm is repealed.' })
  @IsOptional()
  @IsBoolean()
  wholeNorm?: boolean;

  @Field(() => String, { nullable: true, description: 'RENUMBER: its new number. Left out: it has none any more.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NUMBER })
  number?: string;

  @Field(() => String, {
    nullable: true,
    description: 'INSERT: the eId of the sibling behind which it stands. Left out: it is the first part of its parent.',
  })
  @IsOptional()
  @IsEId()
  after?: string;
}

@InputType({ description: 'The commencement of another norm, or of one provision of it.' })
export class CommencementOfInput {
  @Field(() => ID, { description: 'The norm.' })
  @IsHandle()
  norm!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The eId of the provision whose commencement counts. Left out: the first of any of them.',
  })
  @IsOptional()
  @IsEId()
  provision?: string;
}

/** A first day that may be left out. */
export const FirstDay =
  (description: string): PropertyDecorator =>
  (target, key) => {
    Field(() => String, { nullable: true, description })(target, key);
    IsOptional()(target, key as string);
    IsCalendarDateString()(target, key as string);
  };

/** A commencement for which something may wait. */
export const CommencesWith =
  (description: string): PropertyDecorator =>
  (target, key) => {
    Field(() => CommencementOfInput, { nullable: true, description })(target, key);
    IsOptional()(target, key as string);
    ValidateNested()(target, key as string);
    Type(() => CommencementOfInput)(target, key as string);
  };

@InputType({ description: 'What an amending norm does to another norm of the same agency.' })
export class AmendmentInput {
  @Field(() => ID, { description: 'The norm that is amended.' })
  @IsHandle()
  norm!: string;

  @FirstDay('The first day of the new text, `YYYY-MM-DD`. Left out with `inForceWith`: the commencement of the amending norm.')
  inForceFrom?: string;

  @CommencesWith('The norm, or a provision of it, with whose commencement it takes effect.')
  inForceWith?: CommencementOfInput;

  @Field(() => [AmendingOperationInput], { description: 'The changes, carried out in this order.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(OPERATIONS_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => AmendingOperationInput)
  operations!: AmendingOperationInput[];
}
