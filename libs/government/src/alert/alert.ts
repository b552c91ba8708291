import { CalendarDateScalar, graphqlEnum, InstantScalar, PositionScalar } from '@concord/graphql';
import { type CalendarDate, type Instant, instantOf, type Position } from '@concord/kernel';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { CHANGE_KINDS, type ChangeFacts } from './change.js';

/** What is told: what happened to a norm, and that a party still has to vote. */
export const ALERT_KINDS = [...CHANGE_KINDS, 'BALLOT_CLOSES_SOON'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

// It had its name when only norms were told of, and clients know it by that.
export const AlertKindEnum = graphqlEnum(
  'NormChangeKind',
  ALERT_KINDS,
  'What happened to a norm, or `BALLOT_CLOSES_SOON`: a ballot closes soon, and your party has not voted.',
);

@ObjectType({ description: 'A change of a norm, as it stood at the time, or a reminder that a ballot closes soon.' })
export class Alert implements Omit<ChangeFacts, 'kind'> {
  @Field(() => PositionScalar, { description: 'Where the log keeps it. Resume an inbox behind it.' })
  position!: Position;

  @Field(() => AlertKindEnum, { description: 'What happened.' })
  kind!: AlertKind;

  @Field(() => InstantScalar, { description: 'When it was recorded.' })
  recordedAt!: Instant;

  @Field(() => ID, { nullable: true, description: 'The norm; null of a ballot.' })
  norm!: string | null;

  @Field(() => ID, { nullable: true, description: 'The ballot that closes soon; null of a norm.' })
  ballot!: string | null;

  @Field(() => ID, { nullable: true, description: 'The standard that the ballot is about; null of a norm.' })
  standardId!: string | null;

  @Field(() => [LocalizedText], {
    description: 'The title of the norm, or of the standard, once for each language; the first is the authentic one.',
  })
  titles!: readonly LocalizedText[];

  @Field(() => String, {
    nullable: true,
    description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, in which the norm binds; null of a ballot.',
  })
  jurisdiction!: string | null;

  @Field(() => String, { nullable: true, description: 'The agency that drafted the norm: the id of its party; null of a ballot.' })
  agency!: string | null;

  @Field(() => String, { nullable: true, description: 'What kind of text the norm is; null of a ballot.' })
  documentType!: string | null;

  @Field(() => [String], { description: 'HS codes of the goods that the norm is about; empty: not limited to any.' })
  hsCodes!: readonly string[];

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The day on which the change takes effect, in the zone of the norm; null where it has none, or waits for another norm.',
  })
  on!: CalendarDate | null;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When the window for comments closes, where the change is about one, or when the ballot does, as planned at the time.',
  })
  closesAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of the agency.' })
  reason!: string | null;

  @Field(() => ID, { nullable: true, description: 'The norm that amends it, where one does.' })
  by!: string | null;

  @Field(() => [String], { description: 'The provisions that the change names, by eId; empty: the whole norm.' })
  provisions!: readonly string[];
}

/** A row of `ALERT_COLUMNS` or `REMINDER_COLUMNS`, as PostgreSQL gives it. */
export interface AlertRow extends Omit<Alert, 'recordedAt' | 'closesAt'> {
  readonly key: string;
  readonly revision: number;
  readonly recordedAt: Date;
  readonly closesAt: Date | null;
}

export const alertOf = (row: AlertRow): Alert => ({
  position: row.position,
  kind: row.kind,
  recordedAt: instantOf(row.recordedAt),
  norm: row.norm,
  ballot: row.ballot,
  standardId: row.standardId,
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
