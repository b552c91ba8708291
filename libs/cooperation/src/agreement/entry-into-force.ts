import { addToDate, type CalendarDate, type Duration, firstOfNextMonth } from '@concord/kernel';

/** From a deposit to the day on which its effect begins. */
export interface EntryRule {
  /** The waiting period, counted from the day of the deposit, which is not counted itself. */
  readonly waiting: Duration;
  /** The effect begins on the first day of the month after the one in which the period ends. */
  readonly firstDayOfNextMonth: boolean;
  /**
   * The effect begins on the day after the period ("after the expiry of 90 days") instead of on its last
   * day ("on the ninetieth day after").
   */
  readonly dayAfter: boolean;
}

/** When an agreement enters into force: after so many deposits, these jurisdictions among them, by this rule. */
export interface EntryFormula extends EntryRule {
  /** How many jurisdictions have to consent; 1 or more. */
  readonly deposits: number;
  /** The jurisdictions whose consent is needed in any case. */
  readonly requiredJurisdictions: readonly string[];
}

/** What the computation has to know of a consent. */
export interface DatedConsent {
  readonly jurisdiction: string;
  readonly depositedOn: CalendarDate;
}

/** What a waiting period has to be, to end the sentence that refuses another. */
export const WAITING_RULE = 'a waiting period counts calendar days, weeks, months or years by ISO 8601, such as P90D, P12M or P0D';

/** No hours, for dates have none; and short enough that no sum leaves the calendar. */
const WAITING = /^P(?=\d)(?:\d{1,3}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,5}D)?$/;

export const isWaitingPeriod = (value: unknown): value is Duration => typeof value === 'string' && WAITING.test(value);

/** The day on which the effect of something that happened on `from` begins. */
export function effectiveOn(from: CalendarDate, { waiting, firstDayOfNextMonth, dayAfter }: EntryRule): CalendarDate {
  const lastDay = addToDate(from, waiting);
  if (firstDayOfNextMonth) return firstOfNextMonth(lastDay);
  return dayAfter ? addToDate(lastDay, { days: 1 }) : lastDay;
}

/**
 * The day of the agreement's entry into force, or undefined while its formula is not met.
 * @param consents in the order of their dates; the first with which the formula is met starts the period
 */
export function entryIntoForce(formula: EntryFormula, consents: readonly DatedConsent[]): CalendarDate | undefined {
  const missing = new Set(formula.requiredJurisdictions);
  for (const [index, { jurisdiction, depositedOn }] of consents.entries()) {
    missing.delete(jurisdiction);
    if (index + 1 >= formula.deposits && missing.size === 0) return effectiveOn(depositedOn, formula);
  }
  return undefined;
}

/** The day from which one who consents later is bound: by the rule for later parties, and never before the agreement is in force. */
export function boundOn(rule: EntryRule, depositedOn: CalendarDate, inForceFrom: CalendarDate): CalendarDate {
  const own = effectiveOn(depositedOn, rule);
  return own < inForceFrom ? inForceFrom : own;
}
