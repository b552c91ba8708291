import { calendarDate, comparePositions, instant, instantOf, isCalendarDate, isInstant, isPosition, type Position } from '@concord/kernel';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { shown } from './shown.js';

const refuse = (name: string, rule: string, value: unknown): never => {
  throw new GraphQLError(`${name} must be ${rule}, not ${JSON.stringify(shown(value)) ?? String(value)}`);
};

interface TextScalar<T extends string> {
  readonly name: string;
  readonly description: string;
  readonly rule: string;
  readonly specifiedByURL?: string;
  /** Undefined when the value is none. */
  read(value: unknown): T | undefined;
}

/** A scalar that is text both ways. What a resolver returns is checked like what a client sends. */
function textScalar<T extends string>({ name, description, rule, specifiedByURL, read }: TextScalar<T>): GraphQLScalarType<T, string> {
  const parse = (value: unknown): T => read(value) ?? refuse(name, rule, value);
  return new GraphQLScalarType<T, string>({
    name,
    description,
    ...(specifiedByURL && { specifiedByURL }),
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node)),
    serialize: parse,
  });
}

const LAST = '9223372036854775807' as Position;
const MILLISECONDS_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const PositionScalar = textScalar({
  name: 'Position',
  description:
    'A place in the log of all events: a decimal number as text, below 2^63. Later events have larger ones. Treat it as opaque: keep it, hand it back.',
  rule: 'a position of the log: a decimal number as text, without leading zeros, below 2^63',
  read: (value) => (typeof value === 'string' && isPosition(value) && comparePositions(value, LAST) <= 0 ? value : undefined),
});

export const InstantScalar = textScalar({
  name: 'Instant',
  description: 'A moment, ISO 8601 in UTC with milliseconds: 2005-12-15T04:59:59.000Z. Any offset is accepted as input.',
  rule: 'a moment with Z or an offset, such as 2005-12-15T04:59:59.000Z',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  read: (value) => {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : instantOf(value);
    if (typeof value !== 'string' || !isInstant(value)) return undefined;
    return MILLISECONDS_UTC.test(value) ? (value as ReturnType<typeof instant>) : instant(value);
  },
});

export const CalendarDateScalar = textScalar({
  name: 'CalendarDate',
  description: 'A day on the calendar, ISO 8601: 2005-12-14. Which zone it is a day of, the field says.',
  rule: 'a day of the calendar as YYYY-MM-DD',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  read: (value) => (typeof value === 'string' && isCalendarDate(value) ? calendarDate(value) : undefined),
});

type JsonObject = Record<string, unknown>;

const jsonObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : refuse('JSON', 'an object', value);

export const JsonScalar = new GraphQLScalarType<JsonObject, JsonObject>({
  name: 'JSON',
  description: 'A JSON object whose members depend on its kind, such as the data of an event.',
  parseValue: jsonObject,
  parseLiteral: (node: ValueNode, variables) => jsonObject(valueFromASTUntyped(node, variables)),
  serialize: jsonObject,
});

export const JsonValueScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSONValue',
  description: 'Any value of JSON, such as one inside the state of an object: text, a number, true, false, a list or an object.',
  serialize: (value) => value,
});
