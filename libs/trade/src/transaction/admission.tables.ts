import { type EnterpriseDeregistered, type RegistrationChanged, type RegistrationFiled, registrationEvents } from '@concord/enterprise';
import { type LicenceCoverage, type LicenceEvent, licenceCoverage, licenceEvents, type Suspension } from '@concord/government';
import { type CalendarDate, objectOf, type Recorded } from '@concord/kernel';
import { DateColumn, JsonColumn, rows, TextArrayColumn } from '@concord/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An enterprise that is registered now; its id is that of its party. */
@Entity({ schema: 'trade_admission', name: 'seller' })
export class RegisteredSeller {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  country!: string;

  @Column('text')
  operationMode!: string;
}

type SellerEvent = RegistrationFiled | RegistrationChanged | EnterpriseDeregistered;

function evolveSeller(_: RegisteredSeller | undefined, event: Recorded<SellerEvent>): RegisteredSeller | undefined {
  if (event.type === 'enterprise.registration.EnterpriseDeregistered') return undefined;
  const { country, operationMode } = event.data;
  return { id: objectOf(event), country, operationMode };
}

export const registeredSellers = rows<RegisteredSeller, SellerEvent>({
  entity: RegisteredSeller,
  events: registrationEvents,
  keys: (event) => [objectOf(event)],
  evolve: evolveSeller,
});

/** What a licence allows its holder, and when. */
@Entity({ schema: 'trade_admission', name: 'licence' })
export class HeldLicence implements LicenceCoverage {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  enterprise!: string;

  @Column('text')
  jurisdiction!: string;

  @TextArrayColumn()
  hsCodes!: readonly string[];

  @DateColumn({ nullable: true })
  validFrom!: CalendarDate | null;

  @DateColumn({ nullable: true })
  validUntil!: CalendarDate | null;

  @JsonColumn()
  suspensions!: readonly Suspension[];

  @DateColumn({ nullable: true })
  revokedFrom!: CalendarDate | null;
}

function evolveLicence(row: HeldLicence | undefined, event: Recorded<LicenceEvent>): HeldLicence | undefined {
  const coverage = licenceCoverage.evolve(row ?? licenceCoverage.initialState, event as never);
  return coverage === row ? row : { ...coverage, id: objectOf(event) };
}

export const heldLicences = rows<HeldLicence, LicenceEvent>({
  entity: HeldLicence,
  events: licenceEvents,
  keys: (event) => [objectOf(event)],
  evolve: evolveLicence,
});
