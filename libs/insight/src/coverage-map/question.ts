import { badInput } from '@concord/graphql';
import { addToDate, type CalendarDate } from '@concord/kernel';
import type { CoverageMapArgs } from './coverage-map.types.js';
import type { CoverageQuestion } from './coverage-reader.js';

const MOST_YEARS = 30;

/**
 * What is asked for, with what was left out: norms of today, and trade of the year up to then.
 * @throws ConcordError BAD_INPUT where the days are in the wrong order or too far apart
 */
export function questionOf({ on: asked, from: first, to, jurisdictions }: CoverageMapArgs, today: CalendarDate): CoverageQuestion {
  const on = asked ?? today;
  const until = to ?? on;
  const from = first ?? addToDate(addToDate(until, { years: -1 }), { days: 1 });
  if (from > until) throw badInput(`from: ${from} is after ${until}`, { field: 'from', value: from, rule: 'not after `to`' });
  if (addToDate(from, { years: MOST_YEARS }) < until) {
    throw badInput(`from: trade is counted for at most ${MOST_YEARS} years`, {
      field: 'from',
      value: from,
      rule: `at most ${MOST_YEARS} years`,
    });
  }
  return { on, days: { from, until }, jurisdictions: jurisdictions ?? null };
}
