import { code as currencyByCode } from 'currency-codes';

/** An amount as a decimal string, never a float, and its ISO 4217 currency. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Any length of whole digits, so that what is added and multiplied here can be read again. */
const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,4}))?$/;

/** The longest amount that a party may state: 15 digits, a sign, a point and 4 decimals. */
const STATED = /^-?\d{1,15}(?:\.\d{1,4})?$/;

/** How many decimals the currency has, or undefined when ISO 4217 does not list it. */
export const currencyDigits = (currency: string): number | undefined => {
  const found = currencyByCode(currency);
  return found?.code === currency ? found.digits : undefined;
};

export const isCurrency = (value: unknown): value is string => typeof value === 'string' && currencyDigits(value) !== undefined;

function digitsOf(currency: string): number {
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new RangeError(`${currency} is no currency of ISO 4217`);
  return digits;
}

/**
 * The amount in the smallest unit of its currency: 12.50 CNY are 1250 fen.
 * @throws RangeError when the currency is not of ISO 4217, or the amount no decimal that fits it.
 */
export function minorUnits({ amount, currency }: Money): bigint {
  const digits = digitsOf(currency);
  const [, sign, whole, fraction = ''] = AMOUNT.exec(amount) ?? [];
  if (whole === undefined) throw new RangeError(`${amount} is no decimal amount`);
  if (fraction.length > digits) throw new RangeError(`${amount} ${currency} has more than ${digits} decimals`);
  const units = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign ? -units : units;
}

/** The money of so many smallest units of a currency. */
export function moneyOf(units: bigint, currency: string): Money {
  const digits = digitsOf(currency);
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return { amount: units < 0n ? `-${amount}` : amount, currency };
}

/** The same money, written with all decimals of its currency. @throws RangeError when it is no money. */
export const money = (value: Money): Money => moneyOf(minorUnits(value), value.currency);

/** Whether a party may state this: a currency of ISO 4217, and an amount of at most 15 digits before its decimals. */
export function isMoney(value: unknown): value is Money {
  if (typeof value !== 'object' || value === null) return false;
  const { amount, currency } = value as Partial<Record<keyof Money, unknown>>;
  if (typeof amount !== 'string' || !isCurrency(currency) || !STATED.test(amount)) return false;
  return (amount.split('.')[1] ?? '').length <= digitsOf(currency);
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be reckoned together`);
  return a.currency;
}

/** @throws RangeError when the currencies differ. */
export const add = (a: Money, b: Money): Money => moneyOf(minorUnits(a) + minorUnits(b), sameCurrency(a, b));

/** @throws RangeError when the factor is no whole number. */
export const times = (factor: number, value: Money): Money => moneyOf(minorUnits(value) * BigInt(factor), value.currency);

/** Negative when `a` is less. @throws RangeError when the currencies differ. */
export function compareMoney(a: Money, b: Money): number {
  sameCurrency(a, b);
  const difference = minorUnits(a) - minorUnits(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const atLeast = (minimum: Money, value: Money): Money => (compareMoney(value, minimum) < 0 ? minimum : value);
