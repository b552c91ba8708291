import { type DecisionContext, type Fold, ignored, type Rejection, reject, type TimeZone } from '@concord/kernel';
import type { Act } from '@concord/legal-text';
import type { AdoptionBegun, Amendment, AmendmentLaid, CommentsCounted, ConsultationWindow, DraftText, NormEvent } from './norm.events.js';
import { type NormTimeline, normTimeline } from './norm-timeline.js';

/** Where a norm stands in its life. Whether it is in force is a question of the date, too. */
export const NORM_STATUSES = ['DRAFT', 'CONSULTATION', 'ADOPTING', 'ADOPTED', 'REPEALED', 'WITHDRAWN'] as const;
export type NormStatus = (typeof NORM_STATUSES)[number];

/** The last window for comments, and what is known of the comments that it brought. */
export interface ConsultationState extends ConsultationWindow {
  readonly closed: boolean;
  /** Counted after the window has closed; null while that is not done. */
  readonly comments: CommentsCounted['data'] | null;
}

export interface NormState {
  readonly status: NormStatus | 'UNKNOWN';
  /** The number of the draft as it stands; the first is 1. */
  readonly revision: number;
  readonly amendments: readonly Amendment[];
  readonly consultation: ConsultationState | null;
  /** How often a window has ended: comments are counted after each time. */
  readonly closings: number;
  /** What was asked for when the adoption began that is under way. */
  readonly adopting: AdoptionBegun['data'] | null;
  /** Amendments of norms whose adoption is under way. */
  readonly laid: readonly AmendmentLaid['data'][];
  /** Days on which something of it was said to have come into force. */
  readonly announced: readonly string[];
  readonly timeline: NormTimeline;
}

const initialState: NormState = {
  status: 'UNKNOWN',
  revision: 0,
  amendments: [],
  consultation: null,
  closings: 0,
  adopting: null,
  laid: [],
  announced: [],
  timeline: normTimeline.initialState,
};

function lifecycle(state: NormState, event: NormEvent): Partial<NormState> {
  const { consultation } = state;
  switch (event.type) {
    case 'government.norm.NormDrafted':
      return { status: 'DRAFT', revision: 1, amendments: event.data.amendments };
    case 'government.norm.DraftRevised':
      return { revision: event.data.revision, amendments: event.data.amendments };
    case 'government.norm.ConsultationOpened':
    case 'government.norm.ConsultationReopened':
    case 'government.norm.ConsultationCorrected': {
      const { opensAt, closesAt, zone } = event.data;
      return { status: 'CONSULTATION', consultation: { opensAt, closesAt, zone, closed: false, comments: null } };
    }
    case 'government.norm.ConsultationExtended':
      return { consultation: consultation && { ...consultation, closesAt: event.data.closesAt } };
    case 'government.norm.ConsultationClosed':
    case 'government.norm.ConsultationWithdrawn':
      return {
        status: 'DRAFT',
        closings: state.closings + 1,
        consultation: consultation && { ...consultation, closed: true, comments: null },
      };
    case 'government.norm.CommentsCounted':
      return { consultation: consultation && { ...consultation, comments: event.data } };
    case 'government.norm.AdoptionBegun':
      return { status: 'ADOPTING', adopting: event.data };
    case 'government.norm.AdoptionAbandoned':
      return { status: 'DRAFT', adopting: null };
    case 'government.norm.NormPublished':
      return { status: 'ADOPTED', adopting: null };
    case 'government.norm.NormCameIntoForce':
      return { announced: [...state.announced, event.data.on] };
    case 'government.norm.AmendmentLaid':
      return { laid: [...state.laid, event.data] };
    case 'government.norm.AmendmentReleased':
      return { laid: state.laid.filter(({ by }) => by !== event.data.by) };
    case 'government.norm.NormAmended': {
      const { by, operations } = event.data;
      const repeals = operations.some((change) => change.operation === 'REPEAL' && change.eId === null);
      return { laid: state.laid.filter((laid) => laid.by !== by), ...(repeals && { status: 'REPEALED' }) };
    }
    case 'government.norm.NormRepealed':
      return { status: 'REPEALED' };
    case 'government.norm.NormWithdrawn':
      return { status: 'WITHDRAWN' };
    case 'government.norm.ConsultationEndsSoon':
    case 'government.norm.NormCommenced':
    case 'government.norm.ConditionMet':
    case 'government.norm.TextCorrected':
    case 'government.norm.ProvisionsSuspended':
    case 'government.norm.ProvisionsResumed':
      return {};
    default:
      return ignored({}, event);
  }
}

/** A norm as its events made it, for its own decisions and those of norms that amend it. */
export const normState: Fold<NormState, NormEvent> = {
  name: normTimeline.name,
  initialState,
  evolve: (state, event) => ({ ...state, ...lifecycle(state, event), timeline: normTimeline.evolve(state.timeline, event) }),
};

export const inStatus = ({ status }: NormState, ...statuses: readonly NormStatus[]): Rejection | undefined => {
  if (status === 'UNKNOWN') return reject('NORM_NOT_FOUND', 'There is no norm with this id');
  if (statuses.includes(status)) return undefined;
  return reject('WRONG_STATUS', `The norm is ${status}; this can be done only while it is ${statuses.join(' or ')}`);
};

export const ofAgency = ({ timeline: { agency } }: NormState, { actor }: Pick<DecisionContext<unknown>, 'actor'>): Rejection | undefined =>
  agency === actor.party ? undefined : reject('NOT_YOURS', `The norm belongs to ${agency}, and ${actor.party} is acting`);

/** Of an adopted norm the agency whose it is may change what is in force; also until the day on which it is repealed. */
export const adoptedByActor = (state: NormState, context: Pick<DecisionContext<unknown>, 'actor'>): Rejection | undefined =>
  inStatus(state, 'ADOPTED', 'REPEALED') ?? ofAgency(state, context);

/** The language whose words count where translations differ. */
export const authenticLanguage = ({ titles }: Pick<DraftText, 'titles'>): string | undefined => titles[0]?.language;

/** The zone of the norm's days. */
export const zoneOf = ({ timeline: { zone } }: NormState): TimeZone => zone ?? ('UTC' as TimeZone);

/** The timeline with more acts than were recorded. */
export const withActs = (timeline: NormTimeline, ...acts: readonly Act[]): NormTimeline => ({
  ...timeline,
  acts: [...timeline.acts, ...acts],
});
