import { type CalendarDate, type Instant, pick } from '@concord/kernel';
import type { AmendingOperation, Commencement } from '@concord/legal-text';
import { type NormEvent, normEvents } from '../norm/norm.events.js';

/** What may happen to a norm that others are told of. */
export const CHANGE_KINDS = [
  'CONSULTATION_OPENED',
  'CONSULTATION_EXTENDED',
  'CONSULTATION_CORRECTED',
  'CONSULTATION_REOPENED',
  'CONSULTATION_WITHDRAWN',
  'CONSULTATION_ENDS_SOON',
  'ADOPTED',
  'COMMENCEMENT_FIXED',
  'IN_FORCE',
  'AMENDED',
  'CORRECTED',
  'SUSPENDED',
  'RESUMED',
  'REPEALED',
  'WITHDRAWN',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What an event says of a change, beside the norm that it is about. */
export interface ChangeFacts {
  readonly kind: ChangeKind;
  /** The day on which it takes effect; null where it has none, or waits for another norm. */
  readonly on: CalendarDate | null;
  /** When the window for comments closes, where the change is about one. */
  readonly closesAt: Instant | null;
  readonly reason: string | null;
  /** The norm that amends it, where one does. */
  readonly by: string | null;
  /** The eIds that are named. None: the whole norm. */
  readonly provisions: readonly string[];
}

/** The events that are changes. */
export const changeEvents = pick(
  normEvents,
  'government.norm.ConsultationOpened',
  'government.norm.ConsultationExtended',
  'government.norm.ConsultationCorrected',
  'government.norm.ConsultationReopened',
  'government.norm.ConsultationWithdrawn',
  'government.norm.ConsultationEndsSoon',
  'government.norm.NormPublished',
  'government.norm.NormCommenced',
  'government.norm.NormCameIntoForce',
  'government.norm.NormAmended',
  'government.norm.TextCorrected',
  'government.norm.ProvisionsSuspended',
  'government.norm.ProvisionsResumed',
  'government.norm.NormRepealed',
  'government.norm.NormWithdrawn',
);

export type ChangeEvent = Extract<NormEvent, { readonly type: keyof typeof changeEvents }>;

const change = (kind: ChangeKind, facts: Partial<ChangeFacts> = {}): ChangeFacts => ({
  on: null,
  closesAt: null,
  reason: null,
  by: null,
  provisions: [],
  ...facts,
  kind,
});

const dayOf = (commencement: Commencement): CalendarDate | null => ('on' in commencement ? commencement.on : null);

const endsAll = (operation: AmendingOperation): boolean => operation.operation === 'REPEAL' && operation.eId === null;

/** The provisions that the operations name; none where they end the whole norm. */
function touchedBy(operations: readonly AmendingOperation[]): readonly string[] {
  if (operations.some(endsAll)) return [];
  const named = operations.flatMap((one) => ('provisions' in one ? one.provisions.map(({ eId }) => eId) : (one.eId ?? [])));
  return [...new Set(named)];
}

export function changeOf({ type, data }: ChangeEvent): ChangeFacts {
  switch (type) {
    case 'government.norm.ConsultationOpened':
      return change('CONSULTATION_OPENED', { closesAt: data.closesAt });
    case 'government.norm.ConsultationExtended':
      return change('CONSULTATION_EXTENDED', { closesAt: data.closesAt, reason: data.reason });
    case 'government.norm.ConsultationCorrected':
      return change('CONSULTATION_CORRECTED', { closesAt: data.closesAt, reason: data.reason });
    case 'government.norm.ConsultationReopened':
      return change('CONSULTATION_REOPENED', { closesAt: data.closesAt, reason: data.reason });
    case 'government.norm.ConsultationWithdrawn':
      return change('CONSULTATION_WITHDRAWN', { reason: data.reason });
    case 'government.norm.ConsultationEndsSoon':
      return change('CONSULTATION_ENDS_SOON', { closesAt: data.closesAt });
    case 'government.norm.NormPublished':
      return change('ADOPTED', { on: data.inForceFrom });
    case 'government.norm.NormCommenced':
      return change('COMMENCEMENT_FIXED', { on: dayOf(data.commencement), provisions: data.provisions ?? [] });
    case 'government.norm.NormCameIntoForce':
      return change('IN_FORCE', { on: data.on });
    case 'government.norm.NormAmended': {
      const { by, commencement, operations, reason } = data;
      const kind = operations.some(endsAll) ? 'REPEALED' : 'AMENDED';
      return change(kind, { on: dayOf(commencement), reason, by, provisions: touchedBy(operations) });
    }
    case 'government.norm.TextCorrected':
      return change('CORRECTED', { reason: data.reason, provisions: [data.eId] });
    case 'government.norm.ProvisionsSuspended':
      return change('SUSPENDED', { on: data.from, reason: data.reason, provisions: data.provisions ?? [] });
    case 'government.norm.ProvisionsResumed':
      return change('RESUMED', { on: data.from, reason: data.reason, provisions: data.provisions ?? [] });
    case 'government.norm.NormRepealed':
      return change('REPEALED', { on: data.repealedFrom, reason: data.reason });
    case 'government.norm.NormWithdrawn':
      return change('WITHDRAWN', { reason: data.reason });
  }
}
