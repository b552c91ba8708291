import { currencyDigits } from '@concord/kernel';
import { PARAMETERS } from './language/analysis.js';
import { list, NUMBER, record, type Type, text } from './language/types.js';
import { type DatedValue, type Parameter, scaled } from './parameter.js';
import { currencyOf, isUnit, UNIT_RULE } from './unit.js';

/** Why something is refused, by the path to it: `values.1.from`. */
export interface FieldFault {
  readonly field: string;
  readonly value: unknown;
  readonly message: string;
}

export const PARAMETERS_AT_MOST = 50;
export const VALUES_AT_MOST = 200;
export const ITEMS_AT_MOST = 500;
export const LONGEST_ITEM = 100;
export const DECIMALS_AT_MOST = 9;

const NAME = /^[a-z][A-Za-z0-9]{0,63}$/;
const NUMBER_PATTERN = /^-?\d{1,15}(?:\.\d{1,9})?$/;
/** Words that CEL keeps for itself. */
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop null package namespace return true var void while'.split(' '),
);
const GREATEST = 2n ** 63n;

const fault = (field: string, value: unknown, message: string): FieldFault => ({ field, value, message });

function faultOfNumber(value: string, { unit, decimals }: Parameter): string | undefined {
  if (!NUMBER_PATTERN.test(value)) return 'a number is written with at most 15 digits, a point and at most 9 decimals';
  if ((value.split('.')[1] ?? '').length > decimals) return `it has more decimals than the ${decimals} that numbers in ${unit} have here`;
  const size = scaled(value, decimals);
  return size < GREATEST && size >= -GREATEST ? undefined : 'with its decimals it has more than 64 bits';
}

function faultOfItems(items: readonly string[]): string | undefined {
  if (items.length > ITEMS_AT_MOST) return `a list has at most ${ITEMS_AT_MOST} items`;
  if (items.some((item) => item.length > LONGEST_ITEM)) return `an item has at most ${LONGEST_ITEM} characters`;
  return new Set(items).size < items.length ? 'it names an item twice' : undefined;
}

function faultOfValue({ value }: DatedValue, parameter: Parameter): string | undefined {
  if (value === null) return undefined;
  const isList = parameter.unit === null;
  if (isList !== (typeof value !== 'string')) return isList ? 'without a unit it is a list' : 'with a unit it is a number';
  return typeof value === 'string' ? faultOfNumber(value, parameter) : faultOfItems(value);
}

function faultOfUnit({ unit, decimals }: Parameter): FieldFault | undefined {
  if (unit === null) return decimals === 0 ? undefined : fault('decimals', decimals, 'a list has no decimals');
  if (!isUnit(unit)) return fault('unit', unit, UNIT_RULE);
  const currency = currencyOf(unit);
  const digits = currency === unit ? currencyDigits(unit) : undefined;
  if (digits !== undefined && digits !== decimals) return fault('decimals', decimals, `amounts in ${unit} have ${digits} decimals`);
  return undefined;
}

function faultOfParameter(parameter: Parameter): FieldFault | undefined {
  const { name, values } = parameter;
  if (!NAME.test(name) || RESERVED.has(name)) {
    return fault('name', name, 'a name has up to 64 letters and digits, begins with a small letter, and is no word of CEL');
  }
  const faultyUnit = faultOfUnit(parameter);
  if (faultyUnit) return faultyUnit;
  if (values.every(({ value }) => value === null)) return fault('values', null, 'a parameter has a value from some day on');
  for (const [index, dated] of values.entries()) {
    const before = values[index - 1];
    if (before && before.from >= dated.from) return fault(`values.${index}.from`, dated.from, `it does not come after ${before.from}`);
    const message = faultOfValue(dated, parameter);
    if (message) return fault(`values.${index}.value`, dated.value, message);
  }
  return undefined;
}

/** Why parameters cannot be part of a requirement; undefined when they can. */
export function faultOfParameters(parameters: readonly Parameter[]): FieldFault | undefined {
  const names = new Set<string>();
  for (const [index, parameter] of parameters.entries()) {
    const found = faultOfParameter(parameter);
    if (found) return { ...found, field: `parameters.${index}.${found.field}` };
    if (names.has(parameter.name)) return fault(`parameters.${index}.name`, parameter.name, 'there are two parameters with this name');
    names.add(parameter.name);
  }
  return undefined;
}

/** A list as long as any may be: a longer one on a later day does not make an expression too costly. */
const ANY_LIST = list(text(LONGEST_ITEM), ITEMS_AT_MOST);

/** The type of `parameter` in an expression. */
export const typeOfParameters = (parameters: readonly Parameter[]): Type =>
  record(PARAMETERS, Object.fromEntries(parameters.map(({ name, unit }) => [name, unit === null ? ANY_LIST : NUMBER])));
