import { numbers } from './batch.js';
import type { Statement, TextRow } from './query.js';
import { COLUMNS } from './rows.js';

/** A page of a stream. */
export interface StreamPage {
  readonly stream: string;
  readonly from: number;
  readonly until: number;
  readonly limit: number;
}

interface Waiting {
  readonly page: StreamPage;
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
const QUERIES = 2;

/**
 * Asks for the pages that many want at the same time in one query: a command reads two or three short streams, and
 * the way to the server costs more than the reading.
 */
export class ShortReads {
  private queue: Waiting[] = [];
  private underWay = 0;
  private woken = false;

  constructor(private readonly rows: (statement: Statement, values: readonly unknown[]) => Promise<readonly TextRow[]>) {}

  read(page: StreamPage): Promise<readonly TextRow[]> {
    return new Promise((resolve, reject) => {
      this.queue.push({ page, resolve, reject });
      if (this.woken) return;
      this.woken = true;
      // Who was answered together asks together: all of them shall be heard first.
      setImmediate(() => this.send());
    });
  }

  private send(): void {
    this.woken = false;
    while (this.queue.length > 0 && this.underWay < QUERIES) void this.ask(this.queue.splice(0, PAGES));
  }

  private async ask(batch: readonly Waiting[]): Promise<void> {
    this.underWay++;
    try {
      const pages = batch.map(({ page }) => page);
      const found: TextRow[][] = batch.map(() => []);
      const rows = await this.rows(SHORT_READS, [
        pages.map(({ stream }) => stream),
        numbers(pages.map(({ from }) => from)),
        numbers(pages.map(({ until }) => until)),
        numbers(pages.map(({ limit }) => limit)),
      ]);
      for (const row of rows) found[Number(row.at(-1)) - 1]?.push(row);
      for (const [index, { resolve }] of batch.entries()) resolve(found[index] ?? []);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.underWay--;
      this.send();
    }
  }
}
