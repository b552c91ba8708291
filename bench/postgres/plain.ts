import type { ProposedEvent } from '@concord/kernel';
import type { Client } from 'pg';
import type { Writer } from '../harness/load.js';

/** The JSON of every event is made on the way, as ours is. */
const valuesOf = (stream: string, revision: number, { id, type, schemaVersion, data, metadata }: ProposedEvent): readonly unknown[] => [
  id,
  stream,
  revision,
  type,
  schemaVersion,
  JSON.stringify(data),
  JSON.stringify(metadata),
];

const COLUMNS = '(id, stream, revision, type, schema_version, data, metadata)';

/** One prepared row. */
export const plainRow =
  (client: Client): Writer =>
  (stream, revision, [event]) =>
    client.query({
      name: 'plain_row',
      text: `INSERT INTO plain ${COLUMNS} VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      values: event ? [...valuesOf(stream, revision + 1, event)] : [],
    });

/** All rows in one prepared statement. */
export const plainRows =
  (client: Client): Writer =>
  (stream, revision, events) => {
    const rows = events.map((event, index) => valuesOf(stream, revision + 1 + index, event));
    const columns = [0, 1, 2, 3, 4, 5, 6].map((column) => rows.map((row) => row[column]));
    return client.query({
      name: 'plain_rows',
      text: `INSERT INTO plain ${COLUMNS}
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::integer[], $6::json[], $7::json[])`,
      values: columns,
    });
  };

/** Rows of a page. */
const PAGE = 1_000;

/** Reads a table of events from its begin to its end, a page at a time, and keeps nothing. @returns how many there were */
export async function pulled(client: Client, table: string): Promise<number> {
  let count = 0;
  let position = '0';
  for (;;) {
    const { rows } = await client.query<{ position: string }>({
      name: 'pull',
      text: `SELECT * FROM ${table} WHERE position > $1 ORDER BY position LIMIT ${PAGE}`,
      values: [position],
    });
    const last = rows.at(-1);
    if (!last) return count;
    count += rows.length;
    position = last.position;
  }
}
