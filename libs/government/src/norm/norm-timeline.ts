import { type CalendarDate, type Fold, type TimeZone } from '@concord/kernel';
import { type Act, EMPTY, type Timeline } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import type { NormEvent } from './norm.events.js';

/** Which text of a norm holds when: of a draft the text as it is proposed now, of a norm what was adopted and each act upon it. */
export interface NormTimeline extends Timeline {
  readonly agency: string;
  /** ISO 3166-1 alpha-2 code of the country, or the bloc, in which it binds. */
  readonly jurisdiction: string;
  readonly titles: readonly LocalizedText[];
  readonly hsCodes: readonly string[];
  /** The day of publication; null while it is a draft. */
  readonly publishedOn: CalendarDate | null;
  /** The zone in which its days begin; null while it is a draft. */
  readonly zone: TimeZone | null;
}

const initialState: NormTimeline = {
  ...EMPTY,
  agency: '',
  jurisdiction: '',
  titles: [],
  hsCodes: [],
  publishedOn: null,
  zone: null,
};

/** The act that an event is upon the adopted text; undefined where it is none. */
export function actOf(event: NormEvent): Act | undefined {
  switch (event.type) {
    case 'government.norm.NormAmended':
      return { kind: 'AMENDMENT', ...event.data };
    case 'government.norm.TextCorrected':
      return { kind: 'CORRECTION', ...event.data };
    case 'government.norm.NormCommenced':
      return { kind: 'COMMENCEMENT', ...event.data };
    case 'government.norm.ProvisionsSuspended':
      return { kind: 'SUSPENSION', ...event.data };
    case 'government.norm.ProvisionsResumed':
      return { kind: 'RESUMPTION', ...event.data };
    case 'government.norm.ConditionMet':
      return { kind: 'CONDITION', ...event.data };
    case 'government.norm.NormRepealed':
      return { kind: 'REPEAL', from: event.data.repealedFrom, reason: event.data.reason };
    default:
      return undefined;
  }
}

/** A publication that names the first day in force is the adoption and a commencement at once: an edition each. */
const commencedOn = (inForceFrom: CalendarDate | null): readonly Act[] =>
  inForceFrom === null ? [] : [{ kind: 'COMMENCEMENT', provisions: null, commencement: { on: inForceFrom } }];

function evolve(timeline: NormTimeline, event: NormEvent): NormTimeline {
  const act = actOf(event);
  if (act) return { ...timeline, acts: [...timeline.acts, act] };
  switch (event.type) {
    case 'government.norm.NormDrafted': {
      const { agency, jurisdiction, titles, hsCodes, provisions } = event.data;
      return { ...initialState, agency, jurisdiction, titles, hsCodes, adopted: provisions };
    }
    case 'government.norm.DraftRevised': {
      const { titles, hsCodes, provisions } = event.data;
      return { ...timeline, titles, hsCodes, adopted: provisions };
    }
    case 'government.norm.NormPublished': {
      const { publishedOn, inForceFrom, zone } = event.data;
      return { ...timeline, publishedOn, zone, acts: commencedOn(inForceFrom) };
    }
    default:
      return timeline;
  }
}

/** How the events of a norm become its timeline: the same in every context that reads norms. */
export const normTimeline: Fold<NormTimeline, NormEvent> = { name: 'government.norm', initialState, evolve };
