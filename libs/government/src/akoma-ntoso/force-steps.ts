import type { CalendarDate } from '@concord/kernel';
import { type AkomaNtosoDocument, forceIn, type Interval } from '@concord/legal-text';
import { CommenceNorm, RepealNorm, SuspendProvisions } from '../norm/norm.commands.js';

/** The commands that bring about the days on which provisions are in force, behind the publication. */
export interface ForceSteps {
  /** The first day of the norm as a whole; undefined where its provisions have days of their own. */
  readonly inForceFrom: CalendarDate | undefined;
  readonly commands: readonly object[];
}

const REASON = 'As the imported document says';

/** eIds by a day, in the order of the days. */
class ByDay {
  private readonly places = new Map<CalendarDate, string[]>();

  add(day: CalendarDate, eId: string): void {
    this.places.set(day, [...(this.places.get(day) ?? []), eId]);
  }

  map<T>(make: (day: CalendarDate, eIds: string[]) => T): T[] {
    return [...this.places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, eIds]) => make(day, eIds));
  }
}

/** What all the provisions at the top have in common; undefined where they differ, or one says nothing. */
function common<T>(values: readonly (T | null | undefined)[]): T | undefined {
  const [first] = values;
  return first != null && values.every((value) => value === first) ? first : undefined;
}

/**
 * Parts follow the whole, unless they have days of their own. A part that is said to be in force on no day at all, while the whole
 * is, can only be left to follow it.
 */
export function forceSteps(document: AkomaNtosoDocument, normId: string): ForceSteps {
  const said = forceIn(document);
  const top = document.text.filter(({ parent }) => parent === null).map(({ eId }) => said.get(eId));
  const inForceFrom = common(top.map((intervals) => intervals?.[0]?.from));
  const repealedFrom = common(top.map((intervals) => intervals?.at(-1)?.until));
  const commenced = new ByDay();
  const repealed = new ByDay();
  const suspended: object[] = [];
  const parents = new Map(document.text.map(({ eId, parent }) => [eId, parent]));
  const whole = (eId: string): readonly Interval[] => {
    const parent = parents.get(eId) ?? null;
    return parent === null ? [] : (said.get(parent) ?? whole(parent));
  };
  for (const [eId, intervals] of said) {
    const [first] = intervals;
    const last = intervals.at(-1);
    if (!first || !last) continue;
    if (first.from !== (whole(eId)[0]?.from ?? inForceFrom)) commenced.add(first.from, eId);
    for (const [index, { from }] of intervals.entries()) {
      const gap = intervals[index - 1]?.until;
      if (gap)
        suspended.push(Object.assign(new SuspendProvisions(), { normId, provisions: [eId], from: gap, until: from, reason: REASON }));
    }
    if (last.until !== null && last.until !== (whole(eId).at(-1)?.until ?? repealedFrom)) repealed.add(last.until, eId);
  }
  return {
    inForceFrom,
    commands: [
      ...commenced.map((day, provisions) => Object.assign(new CommenceNorm(), { normId, provisions, inForceFrom: day })),
      ...suspended,
      ...repealed.map((day, provisions) => Object.assign(new RepealNorm(), { normId, provisions, repealedFrom: day, reason: REASON })),
      ...(repealedFrom ? [Object.assign(new RepealNorm(), { normId, repealedFrom, reason: REASON })] : []),
    ],
  };
}
