import { CalendarDateScalar, graphqlEnum, InstantScalar } from '@concord/graphql';
import type { CalendarDate, Instant } from '@concord/kernel';
import {
  type FieldDifference as FieldDifferenceData,
  GRAINS,
  type Grain,
  type LanguageDifference as LanguageDifferenceData,
  PROVISION_CHANGES,
  type ProvisionChange,
  type ProvisionDifference as ProvisionDifferenceData,
  RUN_CHANGES,
  type RunChange,
  type Run as RunData,
  type WordDifference as WordDifferenceData,
} from '@concord/legal-text';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import { Provision } from '../norm/norm.types.js';

const ProvisionChangeEnum = graphqlEnum(
  'ProvisionChange',
  PROVISION_CHANGES,
  'What happened to a provision from one text to another. ADDED, REPEALED and UNCHANGED stand alone; others can come together.',
);
const RunChangeEnum = graphqlEnum('RunChange', RUN_CHANGES, 'What happened to some words in a row.');
const GrainEnum = graphqlEnum(
  'Grain',
  GRAINS,
  'How finely two texts were compared. What differs too much to be compared by words is compared by sentences, or shown as wholes.',
);

@InputType({ description: 'One text of a norm: a version by its number, or the text in force on a day. Either `version` or `on`.' })
export class TextPoint {
  @Field(() => Int, { nullable: true, description: 'The number of the version.' })
  @Allow()
  version?: number | null;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The day, `YYYY-MM-DD`.' })
  @Allow()
  on?: CalendarDate | null;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'With `on`: what the log knew at this instant. Left out: what it knows now.',
  })
  @Allow()
  knownAt?: Instant | null;
}

@ObjectType({ description: 'Some words in a row that share their fate.' })
export class Run implements RunData {
  @Field(() => RunChangeEnum, { description: 'What happened to them.' })
  change!: RunChange;

  @Field(() => String, { description: 'The words, with all their white space.' })
  text!: string;
}

@ObjectType({ description: 'The way from one text to another: kept and removed words are the old text, kept and added ones the new.' })
export class WordDifference implements WordDifferenceData {
  @Field(() => GrainEnum, { description: 'How finely they were compared.' })
  grain!: Grain;

  @Field(() => [Run], {
    description: 'The words in their order, removed ones before the added ones in their place. Empty: both texts are.',
  })
  runs!: readonly Run[];
}

@ObjectType({ description: 'What happened to the words in one language.' })
export class LanguageDifference extends WordDifference implements LanguageDifferenceData {
  @Field(() => String, { description: 'The language, a tag of BCP 47.' })
  language!: string;
}

@ObjectType({ description: 'What happened to one field of a requirement.' })
export class FieldDifference extends WordDifference implements FieldDifferenceData {
  @Field(() => String, { description: 'The field: `mustHold`.' })
  field!: FieldDifferenceData['field'];
}

@ObjectType({ description: 'A provision in two texts, known by its eId.' })
export class ProvisionDifference implements ProvisionDifferenceData {
  @Field(() => String, { description: 'Its permanent place in the text.' })
  eId!: string;

  @Field(() => [ProvisionChangeEnum], { description: 'What happened to it; never empty.' })
  changes!: readonly ProvisionChange[];

  @Field(() => Provision, { nullable: true, description: 'As it was; null: it is ADDED.' })
  before!: Provision | null;

  @Field(() => Provision, { nullable: true, description: 'As it is in the later text; null: it is REPEALED.' })
  after!: Provision | null;

  @Field(() => WordDifference, { nullable: true, description: 'Its number; null: it has none in either text.' })
  number!: WordDifference | null;

  @Field(() => [LanguageDifference], { description: 'Its heading, once for each language of either text.' })
  headings!: readonly LanguageDifference[];

  @Field(() => [LanguageDifference], { description: 'Its own words, once for each language of either text.' })
  text!: readonly LanguageDifference[];

  @Field(() => [FieldDifference], { description: 'Its requirement, field by field. Empty: it has none in either text.' })
  requirement!: readonly FieldDifference[];
}

@ObjectType({ description: 'How many provisions met with a change.' })
export class ChangeCount {
  @Field(() => ProvisionChangeEnum, { description: 'The change.' })
  change!: ProvisionChange;

  @Field(() => Int, { description: 'How many provisions.' })
  provisions!: number;
}

@ObjectType({ description: 'Two texts of a norm beside each other.' })
export class NormDifference {
  @Field(() => Int, { description: 'The version from which it is told.' })
  from!: number;

  @Field(() => Int, { description: 'The version to which it leads.' })
  to!: number;

  @Field(() => Boolean, {
    description: 'Whether some words differ too much, or all of them are too many, to be compared word by word; `grain` says where.',
  })
  coarse!: boolean;

  @Field(() => [ChangeCount], { description: 'How many provisions met with each change; a provision can meet with several.' })
  counts!: readonly ChangeCount[];

  @Field(() => [ProvisionDifference], {
    description: 'The provisions that differ, in the order of the later text, with those that are gone where they stood.',
  })
  provisions!: readonly ProvisionDifference[];

  @Field(() => String, {
    description:
      'The same for people: a piece of HTML with `<ins>` and `<del>`, all words escaped. What stayed is there by number and heading.',
  })
  html!: string;
}
