import { AsyncLocalStorage } from 'node:async_hooks';
import { type Horizon, withinHorizon, withoutHorizon } from '@concord/event-log';
import type { Position } from '@concord/kernel';
import pg from 'pg';

/** What a query reads instead of the live tables. */
export interface OpenedReplay {
  readonly until: Position;
  /** Where the tables of each schema are; undefined for one that is not in the replay. */
  readonly schemas: ReadonlyMap<string, string | undefined>;
}

/** A query needs tables that are not in its replay. */
export class NotInReplay extends Error {
  constructor(
    readonly replay: string,
    readonly schema: string,
  ) {
    super(`The replay ${replay} does not hold ${schema}, which this query reads: build one with that read model, or ask without it`);
  }
}

const views = new AsyncLocalStorage<ReplayView>();

/** The replay within which this code runs. */
export const currentReplay = (): ReplayView | undefined => views.getStore();

/** For the work, and everything that it waits for, the tables and the log are those of now, whatever replay the request looks at. */
export const inThePresent = <T>(work: () => T): T => views.exit(() => withoutHorizon(work));

/** A request that looks at a replay. Until somebody has opened it, it sees nothing at all. */
export class ReplayView implements Horizon {
  private opening: Promise<OpenedReplay> | undefined;
  private opened: OpenedReplay | undefined;
  private pattern = /$^/g;

  constructor(readonly name: string) {}

  /** For the work, and everything that it waits for, the queries of TypeORM and the log are those of the replay. */
  run<T>(work: () => T): T {
    return views.run(this, () => withinHorizon(this, work));
  }

  /** Opens it once; who comes later waits for that. */
  async open(find: (name: string) => Promise<OpenedReplay>): Promise<OpenedReplay> {
    this.opening ??= find(this.name);
    this.opened = await this.opening;
    const names = [...this.opened.schemas.keys()].sort((a, b) => b.length - a.length).join('|');
    this.pattern = new RegExp(`(?<![\\w$"'.])(?:"(${names})"|(${names}))\\.`, 'g');
    return this.opened;
  }

  get until(): Position {
    return this.now.until;
  }

  /** A statement over the live tables as one over those of the replay. @throws NotInReplay where it has none */
  translate(sql: string): string {
    const { schemas } = this.now;
    return sql.replace(this.pattern, (_, quoted: string | undefined, bare: string | undefined) => {
      const schema = quoted ?? bare ?? '';
      const there = schemas.get(schema);
      if (there === undefined) throw new NotInReplay(this.name, schema);
      return `"${there}".`;
    });
  }

  private get now(): OpenedReplay {
    if (!this.opened) throw new Error(`The replay ${this.name} is read before it is opened`);
    return this.opened;
  }
}

/** A statement that `pg` is given, as text or with its text in it. */
type Statement = string | { readonly text?: string };

function translated(view: ReplayView, statement: Statement): Statement {
  if (typeof statement === 'string') return view.translate(statement);
  if (typeof statement.text !== 'string' || 'submit' in statement) throw new Error('Such a query cannot be asked of a replay');
  return { ...statement, text: view.translate(statement.text) };
}

class ReplayingClient extends pg.Client {}
ReplayingClient.prototype.query = function (this: pg.Client, statement: Statement, ...rest: readonly unknown[]): unknown {
  const view = currentReplay();
  const query = pg.Client.prototype.query as (...all: unknown[]) => unknown;
  return query.call(this, view ? translated(view, statement) : statement, ...rest);
} as typeof pg.Client.prototype.query;

/** What a DataSource is given as `extra`, so that its queries follow a `ReplayView`. */
export const REPLAYABLE = { Client: ReplayingClient };
