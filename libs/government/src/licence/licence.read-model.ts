import { CalendarDateScalar, graphqlEnum, Node } from '@concord/graphql';
import { type CalendarDate, objectOf, type Recorded } from '@concord/kernel';
import { DateColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type LicenceEvent, licenceEvents } from './licence.events.js';
import { LICENCE_STATUSES, type LicenceStatus } from './licence.js';
import { licenceCoverage, type Suspension } from './licence-coverage.js';

export const LicenceStatusEnum = graphqlEnum(
  'LicenceStatus',
  LICENCE_STATUSES,
  'Where a licence stands. Whether it is valid depends on the day, too.',
);

@ObjectType({ description: 'Days on which a licence covers nothing.' })
export class LicenceSuspension implements Suspension {
  @Field(() => CalendarDateScalar, { description: 'The first of them, in UTC.' })
  from!: CalendarDate;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day on which it covers its goods again, in UTC; null while it is suspended.',
  })
  until!: CalendarDate | null;
}

@ObjectType({ description: 'What an enterprise asked for.' })
export class LicenceApplication {
  @Field(() => [String], { description: 'HS codes of the goods that were applied for.' })
  hsCodes!: readonly string[];

  @Field(() => String, { description: 'What the licence is wanted for.' })
  reason!: string;
}

@ObjectType({
  implements: () => [Node],
  description:
    "An agency's permission to trade in its market, or the application for one. Granted licences are public record; an application is for the applicant, agencies and auditors.",
})
@Entity({ schema: 'government_licences', name: 'licence' })
export class Licence implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The enterprise that applied: the id of its party.' })
  @Column('text')
  enterprise!: string;

  @Field(() => String, { description: 'The agency that decides: the id of its party.' })
  @Column('text')
  agency!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, in which it lets the enterprise trade.' })
  @Column('text')
  jurisdiction!: string;

  @Field(() => LicenceStatusEnum, { description: 'Where it stands.' })
  @Column('text')
  status!: LicenceStatus;

  @Field(() => [String], {
    description: 'HS codes of the goods that it covers; a shorter code covers all longer ones. Empty before it is granted.',
  })
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The first day of its validity, in UTC; null before it is granted.' })
  @DateColumn({ nullable: true })
  validFrom!: CalendarDate | null;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The last day of its validity, in UTC; null before it is granted.' })
  @DateColumn({ nullable: true })
  validUntil!: CalendarDate | null;

  @Field(() => [LicenceSuspension], { description: 'When it was suspended, oldest first.' })
  @JsonColumn()
  suspensions!: readonly Suspension[];

  @Field(() => CalendarDateScalar, { nullable: true, description: 'The first day on which it is revoked, in UTC; null while it is not.' })
  @DateColumn({ nullable: true })
  revokedFrom!: CalendarDate | null;

  @Field(() => String, { nullable: true, description: 'Why it was refused, revoked, or suspended last; null where it never was.' })
  @Column('text', { nullable: true })
  reason!: string | null;

  /** Not everyone reads it: the resolver shows it. */
  @JsonColumn()
  application!: LicenceApplication;

  /** The goods by which it is found: those granted, or, until then, those applied for. */
  @TextArrayColumn()
  goods!: readonly string[];
}

function lifecycle(event: LicenceEvent): Partial<Licence> {
  switch (event.type) {
    case 'government.licence.LicenceGranted':
      return { status: 'GRANTED', goods: event.data.hsCodes };
    case 'government.licence.LicenceRefused':
      return { status: 'REFUSED', reason: event.data.reason };
    case 'government.licence.LicenceSuspended':
      return { status: 'SUSPENDED', reason: event.data.reason };
    case 'government.licence.LicenceResumed':
      return { status: 'GRANTED' };
    case 'government.licence.LicenceRevoked':
      return { status: 'REVOKED', reason: event.data.reason };
    case 'government.licence.LicenceExpired':
      return { status: 'EXPIRED' };
    default:
      return {};
  }
}

function evolve(row: Licence | undefined, event: Recorded<LicenceEvent>): Licence | undefined {
  const coverage = licenceCoverage.evolve(row ?? licenceCoverage.initialState, event as never);
  if (event.type === 'government.licence.LicenceAppliedFor') {
    const { agency, hsCodes, reason } = event.data;
    return { id: objectOf(event), ...coverage, agency, status: 'APPLIED', reason: null, application: { hsCodes, reason }, goods: hsCodes };
  }
  return row && { ...row, ...coverage, ...lifecycle(event) };
}

/** Every licence and application, found by enterprise, place, goods and status. */
export const licences: Projection = {
  name: 'government.licences',
  version: 1,
  tables: [rows<Licence, LicenceEvent>({ entity: Licence, events: licenceEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON licence (enterprise, id)',
    'CREATE INDEX ON licence (agency, id)',
    'CREATE INDEX ON licence (jurisdiction, id)',
    'CREATE INDEX ON licence USING gin (goods)',
  ],
};
