import { type CalendarDate, type Fold, ignored } from '@concord/kernel';
import { covers as codeCovers } from '@concord/reference-data';
import type { LicenceEvent } from './licence.events.js';

/** Days on which a licence covers nothing: from the first on, until the day before it is resumed. */
export interface Suspension {
  readonly from: CalendarDate;
  /** The first day on which it covers its goods again; null while it is suspended. */
  readonly until: CalendarDate | null;
}

/** What a licence allows, and when. */
export interface LicenceCoverage {
  /** Whose licence it is; the empty string where nobody has applied for one. */
  readonly enterprise: string;
  readonly jurisdiction: string;
  /** The goods; none before it is granted. */
  readonly hsCodes: readonly string[];
  /** The first and the last day of its validity; null before it is granted. */
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly suspensions: readonly Suspension[];
  /** The first day on which it is revoked; null while it is not. */
  readonly revokedFrom: CalendarDate | null;
}

function evolve(state: LicenceCoverage, event: LicenceEvent): LicenceCoverage {
  switch (event.type) {
    case 'government.licence.LicenceAppliedFor': {
      const { enterprise, jurisdiction } = event.data;
      return { ...licenceCoverage.initialState, enterprise, jurisdiction };
    }
    case 'government.licence.LicenceGranted': {
      const { hsCodes, validFrom, validUntil } = event.data;
      return { ...state, hsCodes, validFrom, validUntil };
    }
    case 'government.licence.LicenceSuspended':
      return { ...state, suspensions: [...state.suspensions, { from: event.data.suspendedFrom, until: null }] };
    case 'government.licence.LicenceResumed': {
      const { resumedFrom } = event.data;
      return { ...state, suspensions: state.suspensions.map((each) => ({ ...each, until: each.until ?? resumedFrom })) };
    }
    case 'government.licence.LicenceRevoked':
      return { ...state, revokedFrom: event.data.revokedFrom };
    case 'government.licence.LicenceRefused':
    case 'government.licence.LicenceExpired':
      return state;
    default:
      return ignored(state, event);
  }
}

/** How the events of a licence become what it covers: `load(licenceCoverage, licenceId)` among the facts of a decision. */
export const licenceCoverage: Fold<LicenceCoverage, LicenceEvent> = {
  name: 'government.licence',
  initialState: {
    enterprise: '',
    jurisdiction: '',
    hsCodes: [],
    validFrom: null,
    validUntil: null,
    suspensions: [],
    revokedFrom: null,
  },
  evolve,
};

/** Whether the licence is valid on a day: granted for it, not suspended then, and not revoked by then. */
export function validOn(
  { validFrom, validUntil, suspensions, revokedFrom }: Pick<LicenceCoverage, 'validFrom' | 'validUntil' | 'suspensions' | 'revokedFrom'>,
  day: CalendarDate,
): boolean {
  if (validFrom === null || validUntil === null || day < validFrom || day > validUntil) return false;
  if (revokedFrom !== null && day >= revokedFrom) return false;
  return !suspensions.some(({ from, until }) => day >= from && (until === null || day < until));
}

/**
 * Whether the licence covers goods of an HS code on a day in UTC; one of its codes covers all longer ones.
 * Whose licence it is, and where it holds, is for the caller to compare.
 */
export const covers = (licence: Omit<LicenceCoverage, 'enterprise' | 'jurisdiction'>, hsCode: string, day: CalendarDate): boolean =>
  validOn(licence, day) && licence.hsCodes.some((code) => codeCovers(code, hsCode));
