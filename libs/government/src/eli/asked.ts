import type { IncomingHttpHeaders } from 'node:http';
import { type CalendarDate, calendarDate, type Instant, instant, instantOf, isCalendarDate, isInstant } from '@concord/kernel';
import type { Problem } from './problem.js';

/** The segments of a URI of a norm. */
export interface Segments {
  readonly jurisdiction: string;
  readonly agency: string;
  readonly documentType: string;
  readonly norm: string;
  readonly point?: string;
  readonly language?: string;
  readonly format?: string;
}

/** A request for a URI of a norm. */
export interface Asked {
  readonly segments: Segments;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly now: Instant;
}

/** What the query may add to a URI. */
export interface Question {
  /** The day whose standings are shown; null: not asked for. */
  readonly on: CalendarDate | null;
  /** What was known at this instant; null: what is known now. */
  readonly knownAt: Instant | null;
}

const refused = (field: string, value: unknown, rule: string): Problem => {
  const given = typeof value === 'string' ? value : JSON.stringify(value);
  return { status: 400, code: 'BAD_INPUT', detail: `${field}: ${JSON.stringify(given)} is refused: ${rule}`, field, value: given };
};

const DAY_RULE = 'a date is a day that exists, written YYYY-MM-DD';
const INSTANT_RULE = 'an instant that has passed is asked for, written by ISO 8601 with its offset or Z, such as 2026-03-01T12:00:00Z';

/** What the query asks, or what is wrong with it. Parameters of other names are passed over. */
export function questionOf({ query, now }: Asked): Question | Problem {
  const { on, knownAt } = query;
  if (on !== undefined && !isCalendarDate(on)) return refused('on', on, DAY_RULE);
  if (knownAt !== undefined && !(isInstant(knownAt) && instant(knownAt as string) <= now)) return refused('knownAt', knownAt, INSTANT_RULE);
  return {
    on: on === undefined ? null : calendarDate(on as string),
    knownAt: knownAt === undefined ? null : instant(knownAt as string),
  };
}

/** The query again, as it is written behind a URI. */
export function queryOf({ on, knownAt }: Question): string {
  const parameters = new URLSearchParams({ ...(on && { on }), ...(knownAt && { knownAt }) });
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** The moment to which a client would go back (RFC 7089, 2.1.1), which is a second: its end. Undefined where it does not ask. */
export function acceptedMoment({ headers }: Asked): Instant | Problem | undefined {
  const asked = headers['accept-datetime'];
  if (asked === undefined) return undefined;
  const at = new Date(String(asked));
  const rule = 'a moment is written as in HTTP, such as Sun, 01 Mar 2026 12:00:00 GMT';
  if (!/ GMT$/.test(String(asked)) || Number.isNaN(at.getTime())) return refused('Accept-Datetime', asked, rule);
  return instantOf(new Date(at.getTime() + 999));
}
