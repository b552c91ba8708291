import { CalendarDateScalar, graphqlEnum, Node } from '@concord/graphql';
import { type CalendarDate, type Instant, objectOf, type Position, type Recorded } from '@concord/kernel';
import { commencedOn, latestEdition, repealedFrom } from '@concord/legal-text';
import { DateColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SEARCH_INDEXES } from '../search/search.sql.js';
import { searchableOf, type Wording, type WordsByConfiguration } from '../search/searchable.js';
import { type NormEvent, normEvents } from './norm.events.js';
import { NormSource } from './norm.types.js';
import { NORM_STATUSES, type NormState, type NormStatus, normState } from './norm-state.js';

export const NormStatusEnum = graphqlEnum(
  'NormStatus',
  NORM_STATUSES,
  'Where a norm stands in its life; `ADOPTING` while the norms that it amends are asked. Whether it is in force depends on the day, too.',
);

/** When an edition came to be known. */
export interface Known {
  readonly edition: number;
  readonly recordedAt: Instant;
  readonly position: Position;
}

/** A step in the life of a window for comments. */
export interface WindowStep {
  readonly step: string;
  readonly recordedAt: Instant;
  readonly closesAt: Instant | null;
  readonly reason: string | null;
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

  @Field(() => Int, { description: 'The number of its draft: 1, and one more with each revision.' })
  @Column('integer')
  revision!: number;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The day of its publication.' })
  @DateColumn({ nullable: true })
  publishedOn!: CalendarDate | null;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day on which anything of it is in force; null while that is not fixed.',
  })
  @DateColumn({ nullable: true })
  inForceFrom!: CalendarDate | null;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day on which it is no longer in force; null while it is not repealed.',
  })
  @DateColumn({ nullable: true })
  repealedFrom!: CalendarDate | null;

  /** Everything that its events say: texts of all days, as known at every time, follow from it. */
  @JsonColumn()
  state!: NormState;

  @JsonColumn()
  known!: readonly Known[];

  @JsonColumn()
  window!: readonly WindowStep[];

  @JsonColumn({ select: false })
  titleWords!: WordsByConfiguration;

  @JsonColumn({ select: false })
  words!: WordsByConfiguration;

  @JsonColumn({ select: false })
  wordings!: readonly Wording[];

  /** Which text a query asks for; not stored. */
  asked?: { readonly inForceOn?: CalendarDate; readonly knownAt?: Instant };
}

/** The edition that a norm had reached at an instant; 0: there was no adopted text. */
export const editionAt = ({ known }: Pick<Norm, 'known'>, knownAt: Instant): number =>
  known.findLast(({ recordedAt }) => recordedAt <= knownAt)?.edition ?? 0;

function stepOf(event: NormEvent): Omit<WindowStep, 'recordedAt'> | undefined {
  switch (event.type) {
    case 'government.norm.ConsultationOpened':
      return { step: 'OPENED', closesAt: event.data.closesAt, reason: null };
    case 'government.norm.ConsultationExtended':
      return { step: 'EXTENDED', ...event.data };
    case 'government.norm.ConsultationCorrected':
      return { step: 'CORRECTED', closesAt: event.data.closesAt, reason: event.data.reason };
    case 'government.norm.ConsultationReopened':
      return { step: 'REOPENED', closesAt: event.data.closesAt, reason: event.data.reason };
    case 'government.norm.ConsultationWithdrawn':
      return { step: 'WITHDRAWN', closesAt: null, reason: event.data.reason };
    case 'government.norm.ConsultationClosed':
      return { step: 'CLOSED', closesAt: event.data.closedAt, reason: null };
    default:
      return undefined;
  }
}

/** The editions that an event made known. A publication that names its first day makes two. */
function knownSince(row: Norm | undefined, state: NormState, { recordedAt, position }: Recorded<NormEvent>): readonly Known[] {
  const before = row?.known ?? [];
  if (state.timeline.publishedOn === null) return before;
  const made: Known[] = [];
  for (let edition = (before.at(-1)?.edition ?? 0) + 1; edition <= latestEdition(state.timeline); edition++) {
    made.push({ edition, recordedAt, position });
  }
  return [...before, ...made];
}

const firstDrafted = (row: Norm | undefined, event: NormEvent): Pick<Norm, 'documentType' | 'docket' | 'source'> | undefined =>
  event.type === 'government.norm.NormDrafted' ? event.data : row;

function evolve(row: Norm | undefined, event: Recorded<NormEvent>): Norm | undefined {
  const first = firstDrafted(row, event);
  if (!first) return undefined;
  const state = normState.evolve(row?.state ?? normState.initialState, event as never);
  const { timeline } = state;
  const { agency, jurisdiction, titles, hsCodes, publishedOn } = timeline;
  const { documentType, docket, source } = first;
  const step = stepOf(event);
  return {
    id: objectOf(event),
    agency,
    jurisdiction,
    documentType,
    titles,
    docket,
    source,
    hsCodes,
    status: state.status as NormStatus,
    revision: state.revision,
    publishedOn,
    inForceFrom: commencedOn(timeline),
    repealedFrom: repealedFrom(timeline),
    state,
    known: knownSince(row, state, event),
    ...searchableOf(objectOf(event), state, docket, source),
    window: step ? [...(row?.window ?? []), { ...step, recordedAt: event.recordedAt }] : (row?.window ?? []),
  };
}

/** Every norm as it stands, found by place, goods, words and day. */
export const norms: Projection = {
  name: 'government.norms',
  version: 3,
  tables: [rows<Norm, NormEvent>({ entity: Norm, events: normEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON norm USING gin ("hsCodes")',
    // With the day in it, norms that are not in force yet are passed over without being read.
    'CREATE INDEX ON norm (jurisdiction, id, "inForceFrom")',
    ...SEARCH_INDEXES,
  ],
};
