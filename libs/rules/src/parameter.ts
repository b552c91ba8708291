import type { CalendarDate } from '@concord/kernel';

/** What a parameter is from a day on. */
export interface DatedValue {
  /** The first day on which it holds; until the next one does. */
  readonly from: CalendarDate;
  /** A decimal number, or a list of texts; null: the parameter has no value from this day on. */
  readonly value: string | readonly string[] | null;
}

/**
 * A value that a requirement names, and that changes with time while the rule stays: a limit, a rate, the countries of a list.
 * The expressions of the requirement read it as `parameter.<name>`, as it is on the day on which the transaction is opened.
 */
export interface Parameter {
  /** A name as in CEL: `deMinimis`. */
  readonly name: string;
  /** ISO 4217 code (`USD`), or a measure of the Unified Code for Units of Measure (`mg/kg`, `d`, `%`; `1` for a plain number); null: it is a list. */
  readonly unit: string | null;
  /** How many decimals its numbers have; of money, those of its currency. Expressions read whole numbers of the last decimal: `2.5` with one decimal is `25`. */
  readonly decimals: number;
  /** By day, each later than the one before. */
  readonly values: readonly DatedValue[];
}

/** A parameter as a check read it. */
export interface ParameterValue {
  readonly name: string;
  readonly unit: string | null;
  readonly decimals: number;
  readonly value: string | readonly string[];
}

/** The value on a day; undefined when there is none. */
export function valueOn({ values }: Parameter, day: CalendarDate): string | readonly string[] | undefined {
  return values.findLast(({ from }) => from <= day)?.value ?? undefined;
}

/** A decimal number as a whole one of its last decimal: `2.5` with two decimals is 250. */
export function scaled(value: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = value.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** The value as an expression reads it. */
export const readable = (value: string | readonly string[], decimals: number): bigint | readonly string[] =>
  typeof value === 'string' ? scaled(value, decimals) : value;
