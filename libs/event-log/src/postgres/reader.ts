import type { Pool } from 'pg';
import { unlessAborted } from '../abort.js';
import type { Page, Range } from '../reading/engine.js';
import { ask } from './ask.js';
import type { Statement, TextRow } from './query.js';
import { COLUMNS, toEvent, weightOf } from './rows.js';
import { ShortReads } from './short-reads.js';

const statement = (name: string, text: string): Statement => ({ name: `concord_log.${name}.1`, text });
const select = (where: string): string => `SELECT ${COLUMNS} FROM concord_log.event WHERE ${where}`;

const HEAD = statement('head', 'SELECT position FROM concord_log.event ORDER BY position DESC LIMIT 1');
const STREAM = statement('stream', `${select('stream = $1 AND revision >= $2 AND position <= $3')} ORDER BY revision LIMIT $4`);
const FORWARDS = statement('forwards', `${select('position > $1 AND position <= $2')} ORDER BY position LIMIT $3`);
const BACKWARDS = statement('backwards', `${select('position > $1 AND position <= $2')} ORDER BY position DESC LIMIT $3`);
const TYPED_FORWARDS = statement(
  'typed_forwards',
  `${select('position > $1 AND position <= $2 AND type = ANY ($4)')} ORDER BY position LIMIT $3`,
);
const TYPED_BACKWARDS = statement(
  'typed_backwards',
  `${select('position > $1 AND position <= $2 AND type = ANY ($4)')} ORDER BY position DESC LIMIT $3`,
);

/** The most rows of a page that is fetched together with others. Longer ones go alone: nobody shall wait for a long history. */
const SHORT = 250;

/** Asks the database, a page at a time; a lost connection is repaired within the deadline. */
export class Reader {
  private readonly shortReads = new ShortReads((statement, values) => this.rows(statement, values));

  /**
   * @param deadline milliseconds after which a page that cannot be had is given up
   * @param attempt milliseconds that one attempt may take
   */
  constructor(
    private readonly pool: Pool,
    private readonly deadline: number,
    private readonly attempt: number,
  ) {}

  /** The place of the last event, 0 in an empty log. */
  async head(signal?: AbortSignal): Promise<number> {
    const [row] = await this.rows(HEAD, [], signal);
    return Number(row?.[0] ?? 0);
  }

  async stream(stream: string, from: number, until: number, limit: number, signal?: AbortSignal): Promise<Page> {
    const rows =
      limit > SHORT ? this.rows(STREAM, [stream, from, until, limit], signal) : this.shortReads.read({ stream, from, until, limit });
    return toPage(await unlessAborted(rows, signal));
  }

  async all({ after, until, types }: Range, limit: number, backwards: boolean, signal?: AbortSignal): Promise<Page> {
    const statement = types ? (backwards ? TYPED_BACKWARDS : TYPED_FORWARDS) : backwards ? BACKWARDS : FORWARDS;
    return toPage(await this.rows(statement, types ? [after, until, limit, types] : [after, until, limit], signal));
  }

  /** @throws EventLogUnavailable; the signal's reason when it is aborted. */
  private rows(statement: Statement, values: readonly unknown[], signal?: AbortSignal): Promise<readonly TextRow[]> {
    return ask(this.pool, statement, values, { deadline: this.deadline, attempt: this.attempt }, signal);
  }
}

function toPage(rows: readonly TextRow[]): Page {
  return { events: rows.map(toEvent), weight: rows.reduce((sum, row) => sum + weightOf(row), 0) };
}
