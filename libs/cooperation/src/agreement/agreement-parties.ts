import { type CalendarDate, type Fold, ignored } from '@concord/kernel';
import type { AgreementEvent, Deposit } from './agreement.events.js';

/** A jurisdiction that has consented to be bound. It is a party from the day on which the agreement is in force for it. */
export interface ContractingParty extends Deposit {
  /** The first day in force for it; null while that is not determined. */
  readonly inForceFrom: CalendarDate | null;
}

/** Who has consented to an agreement, and from when it binds whom. */
export interface AgreementParties {
  readonly adopted: boolean;
  readonly entryIntoForceOn: CalendarDate | null;
  /** In the order of their deposits. */
  readonly contractingParties: readonly ContractingParty[];
}

function evolve(state: AgreementParties, event: AgreementEvent): AgreementParties {
  switch (event.type) {
    case 'cooperation.agreement.AgreementAdopted':
      return { ...state, adopted: true };
    case 'cooperation.agreement.InstrumentDeposited':
      return { ...state, contractingParties: [...state.contractingParties, { ...event.data, inForceFrom: null }] };
    case 'cooperation.agreement.EntryIntoForceDetermined': {
      const { on, deposits } = event.data;
      const bound = new Set(deposits.map(({ jurisdiction }) => jurisdiction));
      return { ...state, entryIntoForceOn: on, contractingParties: inForceFor(state, bound, on) };
    }
    case 'cooperation.agreement.PartyBound':
      return { ...state, contractingParties: inForceFor(state, new Set([event.data.jurisdiction]), event.data.on) };
    case 'cooperation.agreement.AgreementSigned':
      return state;
    default:
      return ignored(state, event);
  }
}

const inForceFor = ({ contractingParties }: AgreementParties, who: ReadonlySet<string>, inForceFrom: CalendarDate): ContractingParty[] =>
  contractingParties.map((party) => (who.has(party.jurisdiction) ? { ...party, inForceFrom } : party));

/** How the events of an agreement become its parties: the same in every context that asks whom it binds. */
export const agreementParties: Fold<AgreementParties, AgreementEvent> = {
  name: 'cooperation.agreement',
  initialState: { adopted: false, entryIntoForceOn: null, contractingParties: [] },
  evolve,
};

/** The parties on a day: those that have consented and for whom it is in force then. */
export const partiesOn = <P extends Pick<ContractingParty, 'inForceFrom'>>(
  { contractingParties }: { readonly contractingParties: readonly P[] },
  day: CalendarDate,
): P[] => contractingParties.filter(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= day);

/** Whether the agreement is in force on a day. */
export const inForceOn = ({ entryIntoForceOn }: Pick<AgreementParties, 'entryIntoForceOn'>, day: CalendarDate): boolean =>
  entryIntoForceOn !== null && entryIntoForceOn <= day;
