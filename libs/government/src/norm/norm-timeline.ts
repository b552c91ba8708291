import { type CalendarDate, type Fold, ignored } from '@concord/kernel';
import { consolidated } from './consolidation.js';
import type { NormEvent, Provision } from './norm.events.js';

/** The text of a norm from one date to the next. */
export interface NormVersion {
  readonly version: number;
  /** The first day of this text; null while that is not fixed. */
  readonly inForceFrom: CalendarDate | null;
  /** Why it was amended; null for the first text. */
  readonly reason: string | null;
  readonly provisions: readonly Provision[];
}

/** Which text of a norm holds when. */
export interface NormTimeline {
  readonly jurisdiction: string;
  readonly versions: readonly NormVersion[];
  /** The first day after the last text; null while the norm is not repealed. */
  readonly repealedFrom: CalendarDate | null;
}

function evolve(timeline: NormTimeline, event: NormEvent): NormTimeline {
  switch (event.type) {
    case 'government.norm.NormDrafted': {
      const { jurisdiction, provisions } = event.data;
      return { jurisdiction, repealedFrom: null, versions: [{ version: 1, inForceFrom: null, reason: null, provisions }] };
    }
    case 'government.norm.NormPublished':
    case 'government.norm.NormCommenced': {
      const { inForceFrom } = event.data;
      return { ...timeline, versions: timeline.versions.map((first) => ({ ...first, inForceFrom })) };
    }
    case 'government.norm.NormAmended': {
      const { version, inForceFrom, operations, reason } = event.data;
      const provisions = consolidated(timeline.versions.at(-1)?.provisions ?? [], operations);
      return { ...timeline, versions: [...timeline.versions, { version, inForceFrom, reason, provisions }] };
    }
    case 'government.norm.NormRepealed':
      return { ...timeline, repealedFrom: event.data.repealedFrom };
    case 'government.norm.ConsultationOpened':
    case 'government.norm.ConsultationClosed':
    case 'government.norm.NormWithdrawn':
      return timeline;
    default:
      return ignored(timeline, event);
  }
}

/** How the events of a norm become its timeline: the same in every context that reads norms. */
export const normTimeline: Fold<NormTimeline, NormEvent> = {
  name: 'government.norm',
  initialState: { jurisdiction: '', versions: [], repealedFrom: null },
  evolve,
};

/** The version in force on a day, or undefined when the norm is not in force then. */
export function versionOn(
  { versions, repealedFrom }: Pick<NormTimeline, 'versions' | 'repealedFrom'>,
  day: CalendarDate,
): NormVersion | undefined {
  if (repealedFrom !== null && day >= repealedFrom) return undefined;
  return versions.findLast(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= day);
}
