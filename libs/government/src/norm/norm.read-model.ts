import { CalendarDateScalar, graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type CalendarDate, type Instant, objectOf, type Recorded, type TimeZone } from '@concord/kernel';
import { DateColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import type { Requirement as RequirementData } from '@concord/rules';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BreachEnum, DirectionEnum } from './norm.commands.js';
import { type NormEvent, normEvents, type Source } from './norm.events.js';
import { NORM_STATUSES, type NormStatus } from './norm.js';
import { type NormVersion as NormVersionData, normTimeline } from './norm-timeline.js';

export const NormStatusEnum = graphqlEnum(
  'NormStatus',
  NORM_STATUSES,
  'Where a norm stands in its life. Whether it is in force depends on the day, too.',
);

@ObjectType({ description: 'The machine-checkable part of a provision.' })
export class Requirement implements RequirementData {
  @Field(() => DirectionEnum, { description: 'Whether it watches imports into the jurisdiction or exports from it.' })
  direction!: RequirementData['direction'];

  @Field(() => [String], { description: 'HS codes of the goods it is about; empty: all goods.' })
  hsCodes!: string[];

  @Field(() => String, { nullable: true, description: 'The CEL expression that says when it applies; null: always.' })
  appliesWhen!: string | null;

  @Field(() => String, { description: 'The CEL expression that must be true.' })
  mustHold!: string;

  @Field(() => BreachEnum, { description: 'What a breach does to the transaction.' })
  onBreach!: RequirementData['onBreach'];
}

@ObjectType({ description: 'A part of the text of a norm.' })
export class Provision {
  @Field(() => String, { description: 'Its permanent place in the text.' })
  eId!: string;

  @Field(() => String, { nullable: true, description: 'Its heading.' })
  heading!: string | null;

  @Field(() => [LocalizedText], { description: 'Its text, once for each language; the first is the authentic one.' })
  text!: readonly LocalizedText[];

  @Field(() => Requirement, { nullable: true, description: 'What of it a machine can check.' })
  requirement!: Requirement | null;
}

@ObjectType({ description: 'The consolidated text of a norm from one date to the next.' })
export class NormVersion {
  @Field(() => Int, { description: 'The number of the version; the first text is 1.' })
  version!: number;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The first day of this text; null while that is not fixed.' })
  inForceFrom!: CalendarDate | null;

  @Field(() => String, { nullable: true, description: 'Why it was amended; null for the first text.' })
  reason!: string | null;

  @Field(() => [Provision], { description: 'The provisions, in the order of the text.' })
  provisions!: readonly Provision[];
}

@ObjectType({ description: 'The window in which parties may comment on a draft.' })
export class Consultation {
  @Field(() => InstantScalar, { description: 'When it opens.' })
  opensAt!: Instant;

  @Field(() => InstantScalar, { description: 'When it closes.' })
  closesAt!: Instant;

  @Field(() => String, { description: 'The IANA time zone in which the deadline is shown.' })
  zone!: TimeZone;

  @Field(() => Boolean, { description: 'Whether its deadline has passed and it was closed.' })
  closed!: boolean;
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

@ObjectType({ implements: () => [Node], description: 'A binding rule text of an agency: a law, a regulation, an order, a notice.' })
@Entity({ schema: 'government_norms', name: 'norm' })
export class Norm implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The agency that drafted it.' })
  @Column('text')
  agency!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, in which it binds.' })
  @Column('text')
  jurisdiction!: string;

  @Field(() => String, { description: 'What kind of text it is.' })
  @Column('text')
  documentType!: string;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  @JsonColumn()
  titles!: readonly LocalizedText[];

  @Field(() => String, { nullable: true, description: 'The docket in which the agency keeps everything about it.' })
  @Column('text', { nullable: true })
  docket!: string | null;

  @Field(() => NormSource, { nullable: true, description: 'Where it comes from, if it was published elsewhere.' })
  @JsonColumn({ nullable: true })
  source!: NormSource | null;

  @Field(() => [String], { description: 'HS codes of the goods that it is about; empty: not limited to any.' })
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @Field(() => NormStatusEnum, { description: 'Where it stands in its life.' })
  @Column('text')
  status!: NormStatus;

  @Field(() => Consultation, { nullable: true, description: 'Its consultation; null when there was none.' })
  @JsonColumn({ nullable: true })
  consultation!: Consultation | null;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The day of its publication.' })
  @DateColumn({ nullable: true })
  publishedOn!: CalendarDate | null;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The first day of its first text; null while that is not fixed.' })
  @DateColumn({ nullable: true })
  inForceFrom!: CalendarDate | null;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day on which it is no longer in force; null while it is not repealed.',
  })
  @DateColumn({ nullable: true })
  repealedFrom!: CalendarDate | null;

  @Field(() => [NormVersion], { description: 'Every text that it has had or will have, oldest first.' })
  @JsonColumn()
  versions!: readonly NormVersionData[];

  @Column('text', { select: false })
  searchText!: string;
}

/** PostgreSQL indexes no text whose words take more than 1 MiB; this many characters stay below it in every script. */
const SEARCHED_CHARACTERS = 200_000;

/** What a reader may look for: titles, docket, numbers and the words of every version, the latest first. */
const searchTextOf = ({ titles, docket, source, versions }: Norm): string =>
  [
    ...titles.map(({ text }) => text),
    docket ?? '',
    source?.documentId ?? '',
    source?.registerNumber ?? '',
    ...versions
      .toReversed()
      .flatMap(({ provisions }) => provisions.flatMap(({ heading, text }) => [heading ?? '', ...text.map((item) => item.text)])),
  ]
    .join('\n')
    .slice(0, SEARCHED_CHARACTERS)
    .toWellFormed();

function lifecycle(row: Norm, event: NormEvent): Partial<Norm> {
  switch (event.type) {
    case 'government.norm.ConsultationOpened':
      return { status: 'CONSULTATION', consultation: { ...event.data, closed: false } };
    case 'government.norm.ConsultationClosed':
      return {
        status: row.status === 'CONSULTATION' ? 'DRAFT' : row.status,
        consultation: row.consultation && { ...row.consultation, closed: true },
      };
    case 'government.norm.NormPublished':
      return { status: 'ADOPTED', publishedOn: event.data.publishedOn };
    case 'government.norm.NormRepealed':
      return { status: 'REPEALED' };
    case 'government.norm.NormWithdrawn':
      return { status: 'WITHDRAWN', consultation: row.consultation && { ...row.consultation, closed: true } };
    default:
      return {};
  }
}

function evolve(row: Norm | undefined, event: Recorded<NormEvent>): Norm | undefined {
  const timeline = normTimeline.evolve(row ?? normTimeline.initialState, event as never);
  const { versions, repealedFrom } = timeline;
  const dates = { versions, repealedFrom, inForceFrom: versions[0]?.inForceFrom ?? null };
  let next: Norm;
  if (event.type === 'government.norm.NormDrafted') {
    const { agency, jurisdiction, documentType, titles, docket, source, hsCodes } = event.data;
    const drafted = { id: objectOf(event), agency, jurisdiction, documentType, titles, docket, source, hsCodes };
    next = { ...drafted, ...dates, status: 'DRAFT', consultation: null, publishedOn: null, searchText: '' };
  } else {
    if (!row) return undefined;
    next = { ...row, ...dates, ...lifecycle(row, event) };
  }
  return { ...next, searchText: searchTextOf(next) };
}

/** Every norm as it stands, found by place, goods, words and day. */
export const norms: Projection = {
  name: 'government.norms',
  version: 2,
  tables: [rows<Norm, NormEvent>({ entity: Norm, events: normEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    `CREATE INDEX ON norm USING gin (to_tsvector('simple', "searchText"))`,
    'CREATE INDEX ON norm USING gin ("hsCodes")',
    // With the day in it, norms that are not in force yet are passed over without being read.
    'CREATE INDEX ON norm (jurisdiction, id, "inForceFrom")',
  ],
};
