import type { DomainEvent, EventCatalogue } from '@concord/kernel';

/** How an enterprise trades across borders. */
export const OPERATION_MODES = ['SELF_OPERATED', 'PLATFORM', 'PURCHASING_AGENT', 'INTEGRATED_SERVICE_PROVIDER'] as const;
export type OperationMode = (typeof OPERATION_MODES)[number];

/** What an enterprise says of itself. */
export interface Filing {
  readonly legalName: string;
  /** ISO 3166-1 alpha-2 code of the country under whose law it stands. */
  readonly country: string;
  readonly operationMode: OperationMode;
  /** The goods that it trades in; none where it trades in no goods of its own. */
  readonly hsCodes: readonly string[];
  /** How the enterprise, and not a person in it, is reached. */
  readonly contact: string | null;
}

/* The names of the types below are stored for ever. The stream is that of the enterprise's party. */
export type RegistrationFiled = DomainEvent<'enterprise.registration.RegistrationFiled', Filing>;
/** Carries the whole filing as it stands after the change. */
export type RegistrationChanged = DomainEvent<'enterprise.registration.RegistrationChanged', Filing>;
export type EnterpriseDeregistered = DomainEvent<'enterprise.registration.EnterpriseDeregistered', { readonly reason: string }>;

export type RegistrationEvent = RegistrationFiled | RegistrationChanged | EnterpriseDeregistered;

export const registrationEvents: EventCatalogue<RegistrationEvent> = {
  'enterprise.registration.RegistrationFiled': { phase: 'BEFORE', version: 1 },
  'enterprise.registration.RegistrationChanged': { phase: 'BEFORE', version: 1 },
  'enterprise.registration.EnterpriseDeregistered': { phase: 'BEFORE', version: 1 },
};
