import { type Fold, ignored } from '@concord/kernel';
import type { OperationMode, RegistrationEvent } from './registration.events.js';

/** What a decision of another context may have to know of an enterprise. */
export interface RegistrationFacts {
  /** Whether it is registered now. */
  readonly registered: boolean;
  /** ISO 3166-1 alpha-2 code, also of one that has deregistered; the empty string where it never filed. */
  readonly country: string;
  readonly operationMode: OperationMode | null;
  readonly hsCodes: readonly string[];
}

function evolve(facts: RegistrationFacts, event: RegistrationEvent): RegistrationFacts {
  switch (event.type) {
    case 'enterprise.registration.RegistrationFiled':
    case 'enterprise.registration.RegistrationChanged': {
      const { country, operationMode, hsCodes } = event.data;
      return { registered: true, country, operationMode, hsCodes };
    }
    case 'enterprise.registration.EnterpriseDeregistered':
      return { ...facts, registered: false };
    default:
      return ignored(facts, event);
  }
}

/** Reads them: `load(registrationFacts, partyId)` among the facts of a decision. */
export const registrationFacts: Fold<RegistrationFacts, RegistrationEvent> = {
  name: 'enterprise.registration',
  initialState: { registered: false, country: '', operationMode: null, hsCodes: [] },
  evolve,
};
