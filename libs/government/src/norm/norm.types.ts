import { CalendarDateScalar, graphqlEnum, InstantScalar, PositionScalar } from '@concord/graphql';
import type { CalendarDate, Instant, Position, TimeZone } from '@concord/kernel';
import {
  type AmendingOperation as AmendingOperationData,
  type ProvisionKind,
  type ProvisionOn,
  STANDINGS,
  type Standing,
} from '@concord/legal-text';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Source } from './norm.events.js';
import { Requirement } from './requirement.type.js';
import { CorrectionEnum, OperationEnum, ProvisionKindEnum } from './text.input.js';

export const StandingEnum = graphqlEnum('ProvisionStanding', STANDINGS, 'Whether a provision is in force on a day.');

@ObjectType({ description: 'A part of the text of a norm, as it was published.' })
export class Provision {
  @Field(() => String, { description: 'Its permanent place in the text.' })
  eId!: string;

  @Field(() => String, { nullable: true, description: 'The eId of the provision that it is a part of; null: it stands at the top.' })
  parent!: string | null;

  @Field(() => ProvisionKindEnum, { description: 'What it is.' })
  kind!: ProvisionKind;

  @Field(() => String, { nullable: true, description: 'Its number as readers see it; it may change, the eId does not.' })
  number!: string | null;

  @Field(() => [LocalizedText], { description: 'Its heading, once for each language; the first is the authentic one. Empty: it has none.' })
  headings!: readonly LocalizedText[];

  @Field(() => [LocalizedText], {
    description:
      'Its own words without those of its parts, once for each language; the first is the authentic one. Empty: it has parts only.',
  })
  text!: readonly LocalizedText[];

  @Field(() => Requirement, { nullable: true, description: 'What of it a machine can check.' })
  requirement!: Requirement | null;
}

@ObjectType({ description: 'A provision as it reads on a day.' })
export class ProvisionOnDay extends Provision implements ProvisionOn {
  @Field(() => StandingEnum, { description: 'Whether it is in force on the day.' })
  standing!: Standing;

  @Field(() => Int, { description: 'The edition that gave it its present words: 1 is the adopted text. See `editions` of the norm.' })
  words!: number;
}

@ObjectType({ description: 'A text that was consolidated once. Its number and its words stay for ever.' })
export class NormVersion {
  @Field(() => Int, { description: 'The number of the version, in the order in which they came to be known; the adopted text is 1.' })
  version!: number;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The first day of this text; null while that is not fixed.' })
  inForceFrom!: CalendarDate | null;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day on which it is not the text any more; null: none is known.',
  })
  inForceUntil!: CalendarDate | null;

  @Field(() => [Int], { description: 'The editions that make it, in the order in which they take effect. Empty: it is the adopted text.' })
  editions!: readonly number[];
}

@ObjectType({ description: 'The consolidated text of a norm on a day, as the log knew it at an instant.' })
export class NormText {
  @Field(() => Int, { description: 'The version that it is.' })
  version!: number;

  @Field(() => CalendarDateScalar, { description: 'The day.' })
  inForceOn!: CalendarDate;

  @Field(() => Int, { description: 'How much was known: the latest edition that was recorded by then.' })
  edition!: number;

  @Field(() => [ProvisionOnDay], { description: 'The provisions in the order of the text, each with its standing on the day.' })
  provisions!: readonly ProvisionOnDay[];
}

@ObjectType({ description: 'One act upon a norm, and when the log came to know it. The adopted text is edition 1.' })
export class Edition {
  @Field(() => Int, { description: 'Its number.' })
  edition!: number;

  @Field(() => String, {
    description:
      '`ADOPTION`, `AMENDMENT`, `CORRECTION`, `COMMENCEMENT`, `SUSPENSION`, `RESUMPTION`, `REPEAL`, or `CONDITION`: a norm that was waited for has a day.',
  })
  kind!: string;

  @Field(() => InstantScalar, { description: 'When the log took it: from then on it was known.' })
  recordedAt!: Instant;

  @Field(() => PositionScalar, { description: 'Its place in the log.' })
  position!: Position;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The day from which it counts; null while that is not fixed, or where there is none.',
  })
  from!: CalendarDate | null;

  @Field(() => ID, { nullable: true, description: 'AMENDMENT: the amending norm. CONDITION: the norm that was waited for.' })
  norm!: string | null;

  @Field(() => [String], { nullable: true, description: 'The eIds of the provisions that it is about; null: the whole norm.' })
  provisions!: readonly string[] | null;

  @Field(() => CorrectionEnum, { nullable: true, description: 'CORRECTION: of which kind.' })
  correction!: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;
}

@ObjectType({ description: 'One change of a text.' })
export class AmendingOperation {
  @Field(() => OperationEnum, { description: 'What is done.' })
  operation!: AmendingOperationData['operation'];

  @Field(() => String, {
    nullable: true,
    description: 'The provision that goes, is replaced or gets another number. REPEAL without one: the whole norm.',
  })
  eId!: string | null;

  @Field(() => [Provision], { description: 'INSERT, SUBSTITUTE: the provision that comes in, followed by its parts.' })
  provisions!: readonly Provision[];

  @Field(() => String, { nullable: true, description: 'INSERT: the sibling behind which it stands; null: it is the first.' })
  after!: string | null;

  @Field(() => String, { nullable: true, description: 'RENUMBER: the new number.' })
  number!: string | null;

  @Field(() => Boolean, { description: 'SUBSTITUTE: whether the parts of the old provision stay.' })
  keepsParts!: boolean;
}

@ObjectType({ description: 'What a norm does to another one.' })
export class Amendment {
  @Field(() => ID, { description: 'The norm that is amended.' })
  norm!: string;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day of the new text; null where it waits for a commencement.',
  })
  inForceFrom!: CalendarDate | null;

  @Field(() => ID, { nullable: true, description: 'The norm for whose commencement it waits; null where it has a day.' })
  inForceWith!: string | null;

  @Field(() => [AmendingOperation], { description: 'The changes, carried out in this order.' })
  operations!: readonly AmendingOperation[];
}

@ObjectType({ description: 'Something that happened to a window for comments.' })
export class ConsultationStep {
  @Field(() => String, { description: '`OPENED`, `EXTENDED`, `CORRECTED`, `REOPENED`, `WITHDRAWN` or `CLOSED`.' })
  step!: string;

  @Field(() => InstantScalar, { description: 'When it was recorded.' })
  recordedAt!: Instant;

  @Field(() => InstantScalar, { nullable: true, description: 'When the window closes from then on; null where it was withdrawn.' })
  closesAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;
}

@ObjectType({ description: 'The window in which parties may comment on a draft.' })
export class Consultation {
  @Field(() => InstantScalar, { description: 'When it opens.' })
  opensAt!: Instant;

  @Field(() => InstantScalar, { description: 'When it closes.' })
  closesAt!: Instant;

  @Field(() => String, { description: 'The IANA time zone in which the deadline is shown.' })
  zone!: TimeZone;

  @Field(() => Boolean, { description: 'Whether its deadline has passed, or it was withdrawn, and it was closed.' })
  closed!: boolean;

  @Field(() => Int, { nullable: true, description: 'How many comments were made; null until they are counted, just after it has closed.' })
  submitted!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of them had no disposition when they were last counted: at the closing, and when the last one gets its answer. The norm cannot be adopted before it is 0. `commentCounts` counts at any time.',
  })
  unanswered!: number | null;

  @Field(() => [ConsultationStep], { description: 'What happened to the window, oldest first.' })
  history!: readonly ConsultationStep[];
}

@ObjectType({ description: 'Where a norm that was published elsewhere comes from.' })
export class NormSource implements Source {
  @Field(() => String, { description: 'The system that published it.' })
  system!: string;

  @Field(() => String, { description: 'Its id there.' })
  documentId!: string;

  @Field(() => String, { nullable: true, description: 'Its number in the official register.' })
  registerNumber!: string | null;
}
