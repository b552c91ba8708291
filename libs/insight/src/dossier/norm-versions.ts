import { type NormEvent, type NormTimeline, normTimeline } from '@concord/government';
import { type CalendarDate, comparePositions, type Position, type RecordedEvent } from '@concord/kernel';
import { asOfEdition, type KnownVersions, latestEdition, repealedFrom, versionsByEdition } from '@concord/legal-text';

/** When something in a dossier happened: the place up to which the log was known, and the day. */
export interface Moment {
  readonly position: Position;
  readonly day: CalendarDate;
}

/** How far a norm had come behind one of its events. */
interface Mark {
  readonly position: Position;
  readonly edition: number;
  readonly published: boolean;
}

const isBehind = (mark: Mark, { position }: Moment): boolean => comparePositions(mark.position, position) > 0;

/** A norm's history, asked again and again which version was in force: it is folded once, and its editions are walked through once. */
export class NormVersions {
  private readonly marks: readonly Mark[];
  private readonly timeline: NormTimeline;
  private readonly knownAt = new Map<number, KnownVersions>();

  /** @param events all of the norm, in today's shape */
  constructor(
    readonly normId: string,
    events: readonly RecordedEvent[],
  ) {
    let timeline = normTimeline.initialState;
    const marks: Mark[] = [];
    for (const event of events) {
      timeline = normTimeline.evolve(timeline, event as unknown as NormEvent);
      marks.push({ position: event.position, edition: latestEdition(timeline), published: timeline.publishedOn !== null });
    }
    this.marks = marks;
    this.timeline = timeline;
  }

  /** Which version was in force at each moment, as was known then; null where none was. */
  at(moments: readonly Moment[]): readonly (number | null)[] {
    const marks = moments.map((moment) => this.marks.findLast((mark) => !isBehind(mark, moment)));
    this.know(new Set(marks.flatMap((mark) => (mark?.published ? [mark.edition] : []))));
    return moments.map(({ day }, index) => this.versionOn(day, marks[index]));
  }

  private know(wanted: ReadonlySet<number>): void {
    let edition = 0;
    for (const versions of versionsByEdition(this.timeline)) {
      edition++;
      if (wanted.has(edition)) this.knownAt.set(edition, versions);
    }
  }

  private versionOn(day: CalendarDate, mark: Mark | undefined): number | null {
    if (!mark?.published) return null;
    const end = repealedFrom(asOfEdition(this.timeline, mark.edition));
    if (end !== null && day >= end) return null;
    const versions = this.knownAt.get(mark.edition) ?? [];
    return versions.findLast(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= day)?.version ?? null;
  }
}
