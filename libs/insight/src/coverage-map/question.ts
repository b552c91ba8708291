import { badInput } from '@concord/graphql';
import { addToDate, type CalendarDate } from '@concord/kernel';
import type { CoverageMapArgs } from './coverage-map.types.js';
import type { CoverageQuestion } from './coverage-reader.js';

const MOST_YEARS = 30;
/** The first day that a calendar here has. */
const FIRST_DAY = '0001-01-01' as CalendarDate;

const yearUpTo = (until: CalendarDate): CalendarDate =>
  until < '0002-01-01' ? FIRST_DAY : addToDate(addToDate(until, { years: -1 }), { days: 1 });

/**
 * What is asked for, with what was left out: norms of today, and trade of the year up to then.
 * @throws ConcordError BAD_INPUT where the days are in the wrong order or too far apart
 */
export function questionOf({ on: asked, from: first, to, jurisdictions }: CoverageMapArgs, today: CalendarDate): CoverageQuestion {
  const on = asked ?? today;
  const until = to ?? on;
  const from = first ?? yearUpTo(until);
  if (from > until) throw badInput(`from: ${from} is after ${until}`, { field: 'from', value: from, rule: 'not after `to`' });
  if (Number(until.slice(0, 4)) - MOST_YEARS >= 1 && addToDate(until, { years: -MOST_YEARS }) > from) {
    throw badInput(`from: trade is counted for at most ${MOST_YEARS} years`, {
      field: 'from',
      value: from,
      rule: `at most ${MOST_YEARS} years`,
    });
  }
  return { on, days: { from, until }, jurisdictions: jurisdictions ?? null };
}
