import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsHandle, IsInstantString, IsJurisdiction, IsPlainText, IsZoneName } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { RELATIONS, type RelationKind } from './relation.js';

const agencies = officersOf('AGENCY');
/** Code points of ids, numbers and types with a publisher. */
export const LONGEST_NAME = 200;
/** Code points, as for the title of a norm. */
export const LONGEST_TITLE = 5_000;
export const LONGEST_ABSTRACT = 50_000;

export const RelationEnum = graphqlEnum(
  'DocumentRelation',
  RELATIONS,
  'What a document does to another one. `UNRESOLVED`: it is about another one, and nothing tells for sure which, or what it does to it.',
);

/** Relations that somebody can state. */
const STATED = RELATIONS.filter((relation) => relation !== 'UNRESOLVED');

@InputType({ isAbstract: true })
abstract class DocketCommand extends CommandInput {
  @Field(() => ID, { description: 'The docket.' })
  @IsHandle()
  docketId!: string;
}

@InputType({ isAbstract: true })
abstract class OpeningCommand extends DocketCommand {
  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, in which the agency governs.' })
  @IsJurisdiction()
  jurisdiction!: string;

  @Field(() => String, { description: 'The docket as the agency writes it, such as `CPSC-2006-0034`.' })
  @IsPlainText({ max: LONGEST_NAME })
  number!: string;

  @Field(() => String, { nullable: true, description: 'The system in which it is kept, if it is another one, such as `regulations.gov`.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  system?: string;

  @Field(() => String, {
    nullable: true,
    description: 'When the publisher last changed this description. An older one than is known changes nothing.',
  })
  @IsOptional()
  @IsInstantString()
  modifiedAt?: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Files a document in a docket, or describes it anew. The docket is opened with its first document.' })
export class FileDocument extends OpeningCommand {
  @Field(() => String, { description: 'The id of the document with its publisher, such as `CPSC-2006-0034-0014`.' })
  @IsPlainText({ max: LONGEST_NAME })
  documentId!: string;

  @Field(() => ID, { nullable: true, description: 'The norm that it is. Left out: it is none.' })
  @IsOptional()
  @IsHandle()
  norm?: string;

  @Field(() => String, { description: 'What kind of text it is, such as `Proposed Rule`.' })
  @IsPlainText({ max: LONGEST_NAME })
  documentType!: string;

  @Field(() => String, { nullable: true, description: "The publisher's own word for what it does, such as `Extension of Comment Period`." })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  subtype?: string;

  @Field(() => String, { description: 'Its title.' })
  @IsPlainText({ max: LONGEST_TITLE })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Its number in the official register, such as the FR document number.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  registerNumber?: string;

  @Field(() => String, { nullable: true, description: "The publisher's name for the file behind it." })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  objectId?: string;

  @Field(() => String, { description: 'When it was posted, ISO 8601 with offset or Z.' })
  @IsInstantString()
  postedAt!: string;

  @Field(() => String, { description: "The IANA time zone in which the publisher's days begin." })
  @IsZoneName()
  zone!: string;

  @Field(() => String, { nullable: true, description: 'When the publisher began to take comments on it.' })
  @IsOptional()
  @IsInstantString()
  commentsFrom?: string;

  @Field(() => String, { nullable: true, description: 'Until when the publisher takes comments on it.' })
  @IsOptional()
  @IsInstantString()
  commentsUntil?: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether the publisher withdrew it. Left out: not.' })
  @IsOptional()
  @IsBoolean()
  withdrawn?: boolean;
}

@IssuedBy(agencies)
@InputType({ description: 'Says what a docket is about. A docket is opened with it, where there is none.' })
export class DescribeDocket extends OpeningCommand {
  @Field(() => String, { description: 'Its title.' })
  @IsPlainText({ max: LONGEST_TITLE })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What it is about, in some sentences.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_ABSTRACT })
  abstract?: string;

  @Field(() => String, { nullable: true, description: "The agency's own word for its kind, such as `Rulemaking`." })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  docketType?: string;

  @Field(() => String, { nullable: true, description: 'The Regulation Identifier Number of the Unified Agenda.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  rin?: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Says what a document does to a norm, in place of what was concluded from numbers, kinds, days and titles.' })
export class RelateDocument extends DocketCommand {
  @Field(() => String, { description: 'The document, by its id with its publisher.' })
  @IsPlainText({ max: LONGEST_NAME })
  documentId!: string;

  @Field(() => RelationEnum, { nullable: true, description: 'What it does; not `UNRESOLVED`. Left out: it stands by itself.' })
  @IsOptional()
  @IsIn(STATED)
  relation?: RelationKind;

  @Field(() => ID, { nullable: true, description: 'The norm to which it does that, of this docket or another one; with `relation`.' })
  @IsOptional()
  @IsHandle()
  norm?: string;

  @Field(() => String, { description: 'Where that stands, or how you know.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}
