import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { OperationModeEnum } from './registration.commands.js';
import { type Filing, type OperationMode, type RegistrationEvent, registrationEvents } from './registration.events.js';
import { REGISTRATION_STATUSES, type RegistrationStatus } from './registration.js';

export const RegistrationStatusEnum = graphqlEnum('RegistrationStatus', REGISTRATION_STATUSES, 'Whether an enterprise is registered.');

@ObjectType({ implements: () => [Node], description: 'An enterprise that has filed its registration. Its id is that of its party.' })
@Entity({ schema: 'enterprise_registrations', name: 'enterprise' })
export class Enterprise implements Pick<Node, 'id'>, Filing {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'Its name in law.' })
  @Column('text')
  legalName!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country under whose law it stands.' })
  @Column('text')
  country!: string;

  @Field(() => OperationModeEnum, { description: 'How it trades.' })
  @Column('text')
  operationMode!: OperationMode;

  @Field(() => [String], { description: 'HS codes of the goods that it trades in; empty: no goods of its own.' })
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @Field(() => String, { nullable: true, description: 'How it is reached.' })
  @Column('text', { nullable: true })
  contact!: string | null;

  @Field(() => RegistrationStatusEnum, { description: 'Whether it is registered.' })
  @Column('text')
  status!: RegistrationStatus;

  @Field(() => InstantScalar, { description: 'When it filed; where it left and came back, when it filed last.' })
  @InstantColumn()
  filedAt!: Instant;

  @Field(() => String, { nullable: true, description: 'Why it deregistered; null while it is registered.' })
  @Column('text', { nullable: true })
  deregistrationReason!: string | null;
}

function evolve(row: Enterprise | undefined, event: Recorded<RegistrationEvent>): Enterprise | undefined {
  if (event.type === 'enterprise.registration.RegistrationFiled') {
    const { occurredAt } = event.metadata;
    return { id: objectOf(event), ...event.data, status: 'REGISTERED', filedAt: occurredAt, deregistrationReason: null };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'enterprise.registration.RegistrationChanged':
      return { ...row, ...event.data };
    case 'enterprise.registration.EnterpriseDeregistered':
      return { ...row, status: 'DEREGISTERED', deregistrationReason: event.data.reason };
  }
}

/** Every enterprise that has ever filed, as it stands. */
export const registrations: Projection = {
  name: 'enterprise.registrations',
  version: 1,
  tables: [
    rows<Enterprise, RegistrationEvent>({ entity: Enterprise, events: registrationEvents, keys: (event) => [objectOf(event)], evolve }),
  ],
  indexes: ['CREATE INDEX ON enterprise USING gin ("hsCodes")', 'CREATE INDEX ON enterprise (country, id)'],
};
