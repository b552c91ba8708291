import type { Fold, Instant } from '@concord/kernel';
import type { ConsultationWindow, DraftText, NormEvent } from '../norm/norm.events.js';

/** What a comment, or an answer to it, has to know of the norm. */
export interface ConsultedNorm {
  /** The empty string where there is no such norm. */
  readonly agency: string;
  /** The window that is open or announced; null where there is none, or none any more. */
  readonly window: Pick<ConsultationWindow, 'opensAt' | 'closesAt'> | null;
  /** Every draft that there was; the first has the number 1. */
  readonly drafts: readonly DraftText[];
}

const draftOf = ({ titles, hsCodes, provisions, amendments }: DraftText): DraftText => ({ titles, hsCodes, provisions, amendments });

const windowOf = ({ opensAt, closesAt }: ConsultationWindow): ConsultedNorm['window'] => ({ opensAt, closesAt });

function evolve(norm: ConsultedNorm, event: NormEvent): ConsultedNorm {
  switch (event.type) {
    case 'government.norm.NormDrafted':
      return { agency: event.data.agency, window: null, drafts: [draftOf(event.data)] };
    case 'government.norm.DraftRevised':
      return { ...norm, drafts: [...norm.drafts, draftOf(event.data)] };
    case 'government.norm.ConsultationOpened':
    case 'government.norm.ConsultationCorrected':
    case 'government.norm.ConsultationReopened':
      return { ...norm, window: windowOf(event.data) };
    case 'government.norm.ConsultationExtended':
      return { ...norm, window: norm.window && { ...norm.window, closesAt: event.data.closesAt } };
    case 'government.norm.ConsultationClosed':
    case 'government.norm.ConsultationWithdrawn':
    case 'government.norm.AdoptionBegun':
    case 'government.norm.NormPublished':
    case 'government.norm.NormWithdrawn':
      return { ...norm, window: null };
    default:
      return norm;
  }
}

/** Reads it: `load(consultedNorm, normId)` among the facts of a decision. */
export const consultedNorm: Fold<ConsultedNorm, NormEvent> = {
  name: 'government.norm',
  initialState: { agency: '', window: null, drafts: [] },
  evolve,
};

/** Whether comments are taken at an instant: from the first moment of the window, until the last is over. */
export const takesComments = ({ window }: ConsultedNorm, now: Instant): boolean =>
  window !== null && window.opensAt <= now && now < window.closesAt;
