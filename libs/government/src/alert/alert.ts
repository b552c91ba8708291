import { CalendarDateScalar, graphqlEnum, InstantScalar, PositionScalar } from '@concord/graphql';
import { type CalendarDate, type Instant, instantOf, type Position } from '@concord/kernel';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { CHANGE_KINDS, type ChangeFacts, type ChangeKind } from './change.js';

export const ChangeKindEnum = graphqlEnum('NormChangeKind', CHANGE_KINDS, 'What happened to a norm.');

@ObjectType({ description: 'A change of a norm, as it stood at the time.' })
export class Alert implements ChangeFacts {
  @Field(() => PositionScalar, { description: 'Where the log keeps it. Resume an inbox behind it.' })
  position!: Position;

  @Field(() => ChangeKindEnum, { description: 'What happened.' })
  kind!: ChangeKind;

  @Field(() => InstantScalar, { description: 'When it was recorded.' })
  recordedAt!: Instant;

  @Field(() => ID, { description: 'The norm.' })
  norm!: string;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  titles!: readonly LocalizedText[];

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, in which it binds.' })
  jurisdiction!: string;

  @Field(() => String, { description: 'The agency that drafted it: the id of its party.' })
  agency!: string;

  @Field(() => String, { description: 'What kind of text it is.' })
  documentType!: string;

  @Field(() => [String], { description: 'HS codes of the goods that it is about; empty: not limited to any.' })
  hsCodes!: readonly string[];

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The day on which the change takes effect, in the zone of the norm; null where it has none, or waits for another norm.',
  })
  on!: CalendarDate | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the window for comments closes, where the change is about one.' })
  closesAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of the agency.' })
  reason!: string | null;

  @Field(() => ID, { nullable: true, description: 'The norm that amends it, where one does.' })
  by!: string | null;

  @Field(() => [String], { description: 'The provisions that the change names, by eId; empty: the whole norm.' })
  provisions!: readonly string[];
}

/** A row of `ALERT_COLUMNS`, as PostgreSQL gives it. */
export interface AlertRow extends Omit<Alert, 'recordedAt' | 'closesAt'> {
  readonly revision: number;
  readonly recordedAt: Date;
  readonly closesAt: Date | null;
}

export const alertOf = (row: AlertRow): Alert => ({
  position: row.position,
  kind: row.kind,
  recordedAt: instantOf(row.recordedAt),
  norm: row.norm,
  titles: row.titles,
  jurisdiction: row.jurisdiction,
  agency: row.agency,
  documentType: row.documentType,
  hsCodes: row.hsCodes,
  on: row.on,
  closesAt: row.closesAt && instantOf(row.closesAt),
  reason: row.reason,
  by: row.by,
  provisions: row.provisions,
});
