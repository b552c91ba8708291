import { addToDate, type CalendarDate, firstOfNextMonth } from '@concord/kernel';

/** Days from one to another, both included. */
export interface Days {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** A day, `2026-06-01`, or a month, `2026-06`: trade is counted under both. */
export type Period = string;

const monthOf = (day: CalendarDate): Period => day.slice(0, 7);

/** The periods under which a day counts. */
export const periodsWith = (day: CalendarDate): readonly Period[] => [day, monthOf(day)];

const dayBefore = (day: CalendarDate): CalendarDate => addToDate(day, { days: -1 });
const earlier = (a: CalendarDate, b: CalendarDate): CalendarDate => (a < b ? a : b);

/** The periods that make up the days, each day in one of them: months where they are whole, days at the ends. */
export function periodsIn({ from, until }: Days): readonly Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= until; ) {
    const next = firstOfNextMonth(day);
    const isWhole = day.endsWith('-01') && dayBefore(next) <= until;
    if (isWhole) periods.push(monthOf(day));
    else for (const end = earlier(dayBefore(next), until); day <= end; day = addToDate(day, { days: 1 })) periods.push(day);
    day = next;
  }
  return periods;
}

/** What remains of the days when those of the others, each open at its end where that is null, are taken away. */
export function without(
  { from, until }: Days,
  others: readonly { readonly from: CalendarDate; readonly until: CalendarDate | null }[],
): readonly Days[] {
  const left: Days[] = [];
  let next = from;
  for (const other of others.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (other.until !== null && other.until <= next) continue;
    if (other.from > until) break;
    if (other.from > next) left.push({ from: next, until: dayBefore(other.from) });
    if (other.until === null) return left;
    next = other.until;
  }
  return next <= until ? [...left, { from: next, until }] : left;
}
