import { type Instant, instantOf } from '@concord/kernel';
import { Column, type ColumnOptions, PrimaryColumn, type ValueTransformer } from 'typeorm';

/** What a column of a read model may say besides its type. */
export interface ReadModelColumn extends Pick<ColumnOptions, 'nullable' | 'unique' | 'comment' | 'select'> {
  readonly primary?: boolean;
}

/** TypeORM and the runtime must read the same: an instant is text of ISO 8601 with milliseconds, never a Date. */
export const asInstant: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: Date | null): Instant | null => value && instantOf(value),
};

const column =
  (type: ColumnOptions) =>
  ({ primary, ...options }: ReadModelColumn = {}): PropertyDecorator =>
    primary ? PrimaryColumn({ ...type, ...options, nullable: false }) : Column({ ...type, ...options });

/** `timestamptz`; the property is an `Instant`. */
export const InstantColumn = column({ type: 'timestamptz', transformer: asInstant });
/** `date`; the property is a `CalendarDate`. */
export const DateColumn = column({ type: 'date' });
/** `bigint`; the property is a `Position`, or any whole number as decimal text. */
export const PositionColumn = column({ type: 'bigint' });
/** `numeric`; the property is decimal text, and keeps the decimals it is written with. */
export const DecimalColumn = column({ type: 'numeric' });
/** `jsonb`; the property is plain data. The order of the members of an object is not kept. */
export const JsonColumn = column({ type: 'jsonb' });
/** `text[]`; the property is an array of strings. */
export const TextArrayColumn = column({ type: 'text', array: true });
