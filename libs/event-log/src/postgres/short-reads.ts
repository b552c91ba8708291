import { numbers } from './batch.js';
import { isDataError, type Statement, type TextRow } from './query.js';
import { COLUMNS } from './rows.js';

/** A page of a stream. */
export interface StreamPage {
  readonly stream: string;
  readonly from: number;
  readonly until: number;
  readonly limit: number;
}

/** One page, and all who want it. */
interface Wanted {
  readonly page: StreamPage;
  readonly rows: Promise<readonly TextRow[]>;
  readonly resolve: (rows: readonly TextRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A lateral query with a limit is run for one page after the other, each in its order. The last column says for which. */
const SHORT_READS: Statement = {
  name: 'concord_log.streams.1',
  text: `SELECT e.*, p.ordinal
         FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::integer[]) WITH ORDINALITY AS p (stream, first, until, most, ordinal)
         CROSS JOIN LATERAL (
           SELECT ${COLUMNS} FROM concord_log.event
           WHERE stream = p.stream AND revision >= p.first AND position <= p.until ORDER BY revision LIMIT p.most) e`,
};

/** Pages of one query, and queries at a time. */
const PAGES = 32;
const QUERIES = 4;

/**
 * Asks for the pages that many want at the same time in one query: a command reads two or three short streams, and
 * the way to the server costs more than the reading.
 */
export class ShortReads {
  private queue = new Map<string, Wanted>();
  private underWay = 0;
  private woken = false;

  constructor(private readonly rows: (statement: Statement, values: readonly unknown[]) => Promise<readonly TextRow[]>) {}

  read(page: StreamPage): Promise<readonly TextRow[]> {
    const key = JSON.stringify(page);
    const wanted = this.queue.get(key) ?? wantedFrom(page);
    this.queue.set(key, wanted);
    this.wake();
    return wanted.rows;
  }

  /** Who was answered together asks together: all of them shall be heard first. */
  private wake(): void {
    if (this.woken) return;
    this.woken = true;
    setImmediate(() => {
      this.woken = false;
      this.send();
    });
  }

  private send(): void {
    while (this.queue.size > 0 && this.underWay < QUERIES) {
      const batch = [...this.queue].slice(0, PAGES);
      for (const [key] of batch) this.queue.delete(key);
      void this.ask(batch.map(([, wanted]) => wanted));
    }
  }

  private async ask(batch: readonly Wanted[]): Promise<void> {
    this.underWay++;
    try {
      const found: TextRow[][] = batch.map(() => []);
      const column = (name: 'from' | 'until' | 'limit'): string => numbers(batch.map(({ page }) => page[name]));
      const streams = batch.map(({ page }) => page.stream);
      const rows = await this.rows(SHORT_READS, [streams, column('from'), column('until'), column('limit')]);
      for (const row of rows) found[Number(row.at(-1)) - 1]?.push(row);
      for (const [index, { resolve }] of batch.entries()) resolve(found[index] ?? []);
    } catch (error) {
      // What one of them asks for must not fail the others.
      if (isDataError(error) && batch.length > 1) await Promise.all(batch.map((wanted) => this.ask([wanted])));
      else for (const { reject } of batch) reject(error);
    } finally {
      this.underWay--;
      this.send();
    }
  }
}

function wantedFrom(page: StreamPage): Wanted {
  let resolve!: Wanted['resolve'];
  let reject!: Wanted['reject'];
  const rows = new Promise<readonly TextRow[]>((...settle) => {
    [resolve, reject] = settle;
  });
  return { page, rows, resolve, reject };
}
