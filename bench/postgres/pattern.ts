import { Client, type Pool } from 'pg';

/** Stands in the names of a pattern where each copy puts its number. */
const NUMBER = '#number#';

/** Rows that one statement inserts, give or take a copy. */
const CHUNK = 50_000;

interface Told {
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly schema_version: number;
  readonly data: object;
  readonly metadata: object;
}

/** The names of all objects: the streams, and the ids in them. */
const namesIn = (events: readonly Told[]): ReadonlySet<string> =>
  new Set(events.flatMap(({ stream }) => [stream, stream.slice(stream.indexOf('/') + 1)]));

/** The JSON with a place for a number behind every name. */
const numbered = (value: object, names: ReadonlySet<string>): string =>
  JSON.stringify(value, (_key, member: unknown) => (typeof member === 'string' && names.has(member) ? member + NUMBER : member));

const RECORDED = 'SELECT stream, revision, type, schema_version, data, metadata FROM concord_log.event ORDER BY position';

const PATTERN = `
  CREATE TEMPORARY TABLE pattern AS
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::integer[], $5::text[], $6::text[])
    WITH ORDINALITY AS p (stream, revision, type, schema_version, data, metadata, place)`;

/** The copies from one number to another, all of the first before all of the second, as if they had been lived one after the other. */
const COPY = `
  INSERT INTO concord_log.event (position, id, stream, revision, type, schema_version, data, metadata, recorded_at)
  SELECT coalesce(last.position, 0) + row_number() OVER (ORDER BY c.number, p.place), uuidv7(),
    replace(p.stream, '${NUMBER}', '-' || c.number), p.revision, p.type, p.schema_version,
    replace(p.data, '${NUMBER}', '-' || c.number)::json, replace(p.metadata, '${NUMBER}', '-' || c.number)::json,
    greatest(last.recorded_at, date_trunc('milliseconds', clock_timestamp()))
  FROM (SELECT max(position) AS position, max(recorded_at) AS recorded_at FROM (SELECT * FROM concord_log.event ORDER BY position DESC LIMIT 1) e) last,
    generate_series($1::integer, $2) AS c (number), pattern p
  ORDER BY c.number, p.place`;

/** What one log holds, ready to be put into others many times. */
export class Pattern {
  private constructor(private readonly columns: readonly (readonly unknown[])[]) {}

  static async of(pool: Pool): Promise<Pattern> {
    const { rows } = await pool.query<Told>(RECORDED);
    const names = namesIn(rows);
    return new Pattern([
      rows.map(({ stream }) => stream + NUMBER),
      rows.map(({ revision }) => revision),
      rows.map(({ type }) => type),
      rows.map(({ schema_version }) => schema_version),
      rows.map(({ data }) => numbered(data, names)),
      rows.map(({ metadata }) => numbered(metadata, names)),
    ]);
  }

  /** Events of one copy. */
  get size(): number {
    return this.columns[0]?.length ?? 0;
  }

  /**
   * Puts as many copies into a log as make so many events, give or take half a copy. Each has objects of its own, which
   * differ by a number behind every name. It goes past the log's own `append`, and takes a third of the time.
   * @param url of a database that only the benchmark uses, in which nobody appends meanwhile
   */
  async fill(url: string, events: number): Promise<void> {
    const times = Math.round(events / this.size);
    const step = Math.max(1, Math.floor(CHUNK / this.size));
    const client = new Client(url);
    await client.connect();
    try {
      await client.query(PATTERN, [...this.columns]);
      for (let from = 1; from <= times; from += step) await client.query(COPY, [from, Math.min(from + step - 1, times)]);
      await client.query('VACUUM (ANALYZE) concord_log.event');
    } finally {
      await client.end();
    }
  }
}
