import { instant } from '@concord/kernel';
import type { DataSource, EntityMetadata, ValueTransformer } from 'typeorm';
import { asInstant } from '../columns.js';
import { arrayLiteral, quoted } from './array-literal.js';

/**
 * How values of one column type travel. What `settle` lets pass is exactly what the column gives back, so
 * that a row read from the database equals the row that was written.
 */
export interface Codec {
  /** The value in the form in which it is read back. @throws RangeError when the column cannot keep it */
  settle(value: unknown): unknown;
  /** The element type of the array that carries the values of many rows. */
  readonly carrier: string;
  /** The value as an element of the text of that array. */
  encode(value: unknown): string;
  /** What makes a value of the column's type of the carried one. */
  readonly cast?: string;
  /** The column as SQL that `decode` understands, whatever the settings of the session; the column itself when left out. */
  select?(column: string): string;
  decode?(value: unknown): unknown;
}

const plain = (value: unknown): string => String(value);
const text = (value: unknown): string => quoted(value as string);

function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new RangeError(rule);
}

const matching =
  (form: RegExp, rule: string) =>
  (value: unknown): string => {
    must(typeof value === 'string' && form.test(value), rule);
    return value;
  };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const string: Codec = {
  settle: (value) => {
    must(typeof value === 'string', 'must be text');
    return value;
  },
  carrier: 'text',
  encode: text,
};

const wholeNumber = (carrier: string, least: number, most: number): Codec => ({
  settle: (value) => {
    must(Number.isInteger(value) && (value as number) >= least && (value as number) <= most, `must be a whole number (${carrier})`);
    return value;
  },
  carrier,
  encode: plain,
});

const arrayOf = (element: Codec): Codec => ({
  settle: (value) => {
    must(Array.isArray(value), 'must be an array');
    for (const item of value) element.settle(item);
    return value;
  },
  // An array of arrays would have to be a rectangle: each travels as the text of an array.
  carrier: 'text',
  encode: (value) => quoted(arrayLiteral(value as readonly unknown[], element.encode)),
  cast: `${element.carrier}[]`,
  select: (column) => `array_to_json(${column})::text`,
  decode: (value) => JSON.parse(value as string) as unknown,
});

const integer = wholeNumber('integer', -(2 ** 31), 2 ** 31 - 1);

const CODECS: Readonly<Record<string, Codec>> = {
  text: string,
  'character varying': string,
  uuid: { ...string, settle: matching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, 'must be a UUID in lower case'), carrier: 'uuid' },
  integer,
  smallint: wholeNumber('smallint', -(2 ** 15), 2 ** 15 - 1),
  bigint: {
    settle: matching(/^(0|-?[1-9]\d{0,18})$/, 'must be a whole number as decimal text'),
    carrier: 'bigint',
    encode: plain,
    select: (column) => `${column}::text`,
  },
  numeric: {
    settle: matching(/^(?!-0(?:\.0+)?$)-?(0|[1-9]\d*)(\.\d+)?$/, 'must be a decimal as text, without leading zeros or an exponent'),
    carrier: 'numeric',
    encode: plain,
    select: (column) => `${column}::text`,
  },
  'double precision': {
    settle: (value) => {
      must(Number.isFinite(value) && !Object.is(value, -0), 'must be a finite number');
      return value;
    },
    carrier: 'double precision',
    encode: plain,
  },
  boolean: {
    settle: (value) => {
      must(typeof value === 'boolean', 'must be true or false');
      return value;
    },
    carrier: 'boolean',
    encode: plain,
  },
  'timestamp with time zone': {
    settle: (value) => {
      must(typeof value === 'string', 'must be an instant of ISO 8601');
      return INSTANT.test(value) ? value : instant(value);
    },
    carrier: 'timestamptz',
    encode: plain,
    select: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  },
  date: {
    settle: matching(/^\d{4}-\d\d-\d\d$/, 'must be a date of the form YYYY-MM-DD'),
    carrier: 'date',
    encode: plain,
    select: (column) => `to_char(${column}, 'YYYY-MM-DD')`,
  },
  jsonb: {
    settle: (value) => value,
    carrier: 'jsonb',
    encode: (value) => quoted(JSON.stringify(value)),
    select: (column) => `${column}::text`,
    decode: (value) => JSON.parse(value as string) as unknown,
  },
  'text[]': arrayOf(string),
  'integer[]': arrayOf(integer),
};

const INSTANT_TYPE = 'timestamp with time zone';

const wantedTransformer = (type: string): ValueTransformer | undefined => (type === INSTANT_TYPE ? asInstant : undefined);

/** The codec of a column. @throws Error when a read model cannot have such a column, saying what to write instead. */
export function codecOf(column: EntityMetadata['columns'][number], { driver }: DataSource): Codec {
  const type = `${driver.normalizeType(column)}${column.isArray ? '[]' : ''}`;
  const refuse = (reason: string): never => {
    throw new Error(`${column.entityMetadata.name}.${column.propertyPath}: ${reason}`);
  };
  if (column.isVirtual) return refuse('a read model declares the columns of its relations itself');
  if (column.propertyPath !== column.propertyName) return refuse('a read model has no embedded columns: use @JsonColumn()');
  if (column.isGenerated || column.generatedType || column.default !== undefined) {
    return refuse('a read model has no generated or default values: say them in `evolve`, or in `indexes`');
  }
  const codec = CODECS[type] ?? refuse(`a read model has no column of type ${type}, but of ${Object.keys(CODECS).join(', ')}`);
  if (column.transformer !== wantedTransformer(type)) {
    return refuse(`its values would be read differently by TypeORM: ${type === INSTANT_TYPE ? 'use @InstantColumn()' : 'no transformers'}`);
  }
  if (type === 'numeric' && column.precision != null) return refuse('numeric has no precision here, so that text keeps its decimals');
  return codec;
}
