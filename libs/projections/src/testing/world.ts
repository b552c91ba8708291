import { Decisions, Registry } from '@concord/commands';
import { type EventLog, NO_STREAM, type OpenedLog, openEventLog } from '@concord/event-log';
import { type Class, type Instant, newId, type Position, type ProposedEvent, type RecordedEvent } from '@concord/kernel';
import { Pool, type QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { Deadline } from '../deadlines/deadline.entity.js';
import { DeadlineClock } from '../deadlines/deadline-clock.js';
import { deadlinesOf } from '../deadlines/deadlines.projection.js';
import { ProjectionOperator } from '../operating/projection-operator.js';
import type { Projection } from '../projection.js';
import { ReadModels } from '../reading/read-models.js';
import { handOver } from '../runtime/handover.js';
import type { RuntimeLog } from '../runtime/log.js';
import { migrateProjections } from '../runtime/migrate.js';
import type { IssuePlatformCommand } from '../runtime/reactions.js';
import { ensureSchemas } from '../runtime/schemas.js';
import { ProjectionWorker } from '../runtime/worker.js';
import { type Model, modelOf } from '../tables/model.js';
import { Shelf, type ShelfEvent, Stock, Visit } from './shelf.js';
import { Order, reorderDeadline, supply, Taken } from './supply.js';

/** What was written to the runtime's log: level, facts, sentence. */
export type Line = readonly ['info' | 'warn' | 'error', object, string];

/** One node of the platform on a database: log, commands, projections, as a process would have them. */
export class World {
  readonly lines: Line[] = [];
  /** The commands that process managers and clocks have issued here, by their idempotency keys. */
  readonly issued: string[] = [];
  readonly log: OpenedLog['log'];
  readonly registry = new Registry();
  readonly decisions: Decisions;
  readonly runtimeLog: RuntimeLog;
  private models: readonly Model[] = [];
  private readonly started: { stop(): Promise<void> }[] = [];
  readonly readModels: ReadModels;
  readonly operator: ProjectionOperator;

  private constructor(
    readonly pool: Pool,
    private readonly opened: OpenedLog,
    readonly dataSource: DataSource,
  ) {
    const { log } = opened;
    this.log = log;
    this.registry.register(supply);
    this.decisions = new Decisions(log, this.registry, undefined);
    const write =
      (level: Line[0]) =>
      (facts: object, sentence: string): void => {
        this.lines.push([level, facts, sentence]);
      };
    this.runtimeLog = { info: write('info'), warn: write('warn'), error: write('error') };
    this.readModels = new ReadModels(pool, log, (name) => this.model(name));
    this.operator = new ProjectionOperator(pool, log, () => Promise.resolve(this.models));
  }

  /** @param log the log or its address, where it is not in the same database */
  static async on(url: string, log: string | OpenedLog = url): Promise<World> {
    const pool = new Pool({ connectionString: url, max: 5 });
    // Tests cut connections, and drop the databases behind them.
    pool.on('connect', (client) => void client.on('error', () => undefined));
    pool.on('error', () => undefined);
    const opened = typeof log === 'string' ? await openEventLog(log) : log;
    await migrateProjections(pool);
    const dataSource = new DataSource({ type: 'postgres', url, entities: [Shelf, Stock, Visit, Taken, Deadline] });
    await dataSource.initialize();
    return new World(pool, opened, dataSource);
  }

  /** Declares projections, and makes their tables. */
  async declare(...projections: readonly Projection[]): Promise<readonly Model[]> {
    this.models = await Promise.all(projections.map((projection) => modelOf(projection, this.dataSource)));
    await handOver(this.models, this.pool, this.log);
    await ensureSchemas(this.models, this.pool, this.log);
    return this.models;
  }

  model(name: string): Model {
    const model = this.models.find((one) => one.name === name);
    if (!model) throw new RangeError(`There is no projection ${name}`);
    return model;
  }

  private readonly issue: IssuePlatformCommand = (issue) => {
    this.issued.push(issue.idempotencyKey ?? '');
    return this.decisions.answer(issue);
  };

  /** A worker of the projections that were declared. */
  work(): ProjectionWorker {
    const { pool, log, runtimeLog } = this;
    const worker = new ProjectionWorker({ pool, log, runtimeLog, issue: this.issue }, this.models);
    worker.start();
    this.started.push(worker);
    return worker;
  }

  clock(): DeadlineClock {
    const { pool, log, runtimeLog, readModels, registry } = this;
    const commandNamed = (name: string): Class => registry.commandNamed(name);
    const clock = new DeadlineClock({ pool, log, runtimeLog, readModels, commandNamed, issue: this.issue });
    clock.start();
    this.started.push(clock);
    return clock;
  }

  /** Until every projection has seen the whole log. */
  async settled(...names: readonly string[]): Promise<void> {
    const head = await this.log.head();
    const all = names.length > 0 ? names : this.models.map(({ name }) => name);
    for (const name of all) await this.readModels.waitFor(name, head, { timeoutMs: 60_000 });
  }

  async query<T extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(text, [...values])).rows;
  }

  /** The whole log. */
  async events(): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.log.readAll()) events.push(event);
    return events;
  }

  /** All rows of a table, as text, in the order of all their columns. */
  async table(path: string): Promise<string[]> {
    const rows = await this.query<{ row: string }>(`SELECT t::text AS row FROM ${path} t ORDER BY 1`);
    return rows.map(({ row }) => row);
  }

  async close(): Promise<void> {
    for (const one of this.started) await one.stop();
    await this.readModels.close();
    await this.opened.close();
    await this.dataSource.destroy();
    await this.pool.end();
  }
}

const proposedShelfEvent = (event: ShelfEvent): ProposedEvent => ({
  id: newId(),
  type: event.type,
  schemaVersion: 1,
  data: event.data,
  metadata: {
    party: 'party',
    actor: 'person',
    phase: 'BEFORE',
    correlationId: 'correlation',
    causationId: null,
    occurredAt: '2026-11-20T09:00:00.000Z' as Instant,
    jurisdiction: null,
    commandId: 'command',
    commandDigest: 'digest',
  },
});

export const placed = (goods: string, count: number, at = '2026-11-20T09:00:00.000Z'): ShelfEvent => ({
  type: 'testing.shelf.GoodsPlaced',
  data: { goods, count, at: at as Instant },
});
export const taken = (goods: string, count: number): ShelfEvent => ({ type: 'testing.shelf.GoodsTaken', data: { goods, count } });
export const cleared = (on = '2026-11-20'): ShelfEvent => ({
  type: 'testing.shelf.ShelfCleared',
  data: { on: on as never },
});

/** The deadlines of the samples. */
export const deadlines = (): Projection => deadlinesOf([reorderDeadline], (name) => name === Order.name);

/** Appends to the streams of shelves, remembering where each of them ends. */
export class Shelving {
  private readonly ends = new Map<string, number>();

  constructor(private readonly log: EventLog) {}

  async append(shelf: string, ...events: readonly ShelfEvent[]): Promise<{ readonly position: Position; readonly ids: readonly string[] }> {
    const proposals = events.map(proposedShelfEvent);
    const end = this.ends.get(shelf) ?? NO_STREAM;
    this.ends.set(shelf, end + events.length);
    const { position } = await this.log.append(`testing.shelf/${shelf}`, end, proposals);
    return { position, ids: proposals.map(({ id }) => id) };
  }

  /** A foreign event: no projection of the tests wants it. */
  async appendForeign(): Promise<Position> {
    const event = { ...proposedShelfEvent(cleared()), type: 'testing.other.Happened' };
    const { position } = await this.log.append(`testing.other/${event.id}`, NO_STREAM, [event]);
    return position;
  }
}

/** The same seed gives the same numbers (mulberry32): from 0 up to, without, the limit. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** The n-th happening of a story that is the same whenever it is told. */
export function happening(random: (limit: number) => number): readonly [string, ShelfEvent] {
  const shelf = `shelf-${random(20)}`;
  const goods = ['tea', 'rice', 'silk, raw', 'a "quoted" \\ thing', '紙'][random(5)] as string;
  const dice = random(20);
  if (dice === 0) return [shelf, cleared(`2026-0${1 + random(9)}-11`)];
  if (dice < 6) return [shelf, taken(goods, 1 + random(3))];
  return [shelf, placed(goods, 1 + random(9), `2020-03-0${1 + random(9)}T0${random(10)}:00:00.${100 + random(900)}Z`)];
}
