import type { EventLog } from '@concord/event-log';
import { comparePositions, instantOf, type Position } from '@concord/kernel';
import type { Pool } from 'pg';
import { OperationRefused } from '../operating/refused.js';
import { catchUp } from '../runtime/catch-up.js';
import { replayStage } from '../runtime/checkpoint.js';
import { PoisonEvent } from '../runtime/faults.js';
import { Skipped } from '../runtime/skipped.js';
import { workerPool } from '../runtime/transaction.js';
import type { Model } from '../tables/model.js';
import { begin, type ReplayWork } from './begin.js';
import { compareModels, type ModelComparison } from './comparison.js';
import { holding } from './hold.js';
import { type Moment, positionAt } from './moment.js';
import { openReplay } from './open-replay.js';
import { dropTables } from './remains.js';
import { type Replay, replayNamed, replaysIn } from './replay.js';
import { checkReplayName } from './replay-name.js';
import type { OpenedReplay } from './replay-view.js';

export interface ReplayRequest {
  readonly name: string;
  readonly until: Moment;
  /** Names of read models; all when left out. */
  readonly models?: readonly string[];
  /** Who asks for it. */
  readonly by: string;
}

/** Builds read models as they stood at a moment of the log, beside the live ones, which notice nothing. Nothing ever acts in them. */
export class Replays {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    private readonly models: () => Promise<readonly Model[]>,
  ) {}

  list(): Promise<readonly Replay[]> {
    return replaysIn(this.pool);
  }

  /**
   * Builds a replay; one that was interrupted or has failed is gone on with, by the same request.
   * @throws OperationRefused when it cannot be done, saying why; Interrupted by the signal: then the same call goes on
   */
  async build(request: ReplayRequest, work: ReplayWork): Promise<Replay> {
    const { name } = request;
    checkReplayName(name);
    const models = await this.chosen(request.models);
    const until = await positionAt(this.log, request.until, instantOf(new Date()));
    return holding(this.pool, name, async () => {
      await this.register(request, until, models);
      try {
        await this.fill(name, until, models, work);
      } catch (error) {
        if (error instanceof PoisonEvent) throw await this.failed(name, error);
        throw error;
      }
      await this.pool.query(`UPDATE concord_projections.replay SET state = 'ready', ready_at = clock_timestamp() WHERE name = $1`, [name]);
      return (await replayNamed(this.pool, name)) as Replay;
    });
  }

  /**
   * Compares the live tables of models, all when left out, with what the log makes of them.
   * @throws OperationRefused when there is no such model, or another comparison is under way; Interrupted by the signal
   */
  async compare(names: readonly string[] | undefined, work: ReplayWork): Promise<readonly ModelComparison[]> {
    return compareModels({ pool: this.pool, log: this.log }, await this.chosen(names), work);
  }

  /** A finished replay, for queries. @throws ReplayUnavailable when there is none, saying why and what to do */
  async open(name: string): Promise<OpenedReplay> {
    return openReplay(this.pool, this.log, await this.models(), name);
  }

  /** Removes a replay and its tables. @throws OperationRefused when there is none, or it is being built */
  async remove(name: string): Promise<void> {
    if (!(await replayNamed(this.pool, name))) throw new OperationRefused(await this.none(name));
    await holding(this.pool, name, async () => {
      // Queries find it unfinished from here on, also when this is interrupted.
      await this.pool.query(
        `UPDATE concord_projections.replay SET state = 'failed', error = 'It is being removed', ready_at = NULL WHERE name = $1`,
        [name],
      );
      await dropTables(this.pool, name);
      await this.pool.query('DELETE FROM concord_projections.replay WHERE name = $1', [name]);
    });
  }

  /** The models of these names, or all, by name. @throws OperationRefused naming those that there are */
  private async chosen(names: readonly string[] | undefined): Promise<readonly Model[]> {
    const all = [...(await this.models())].sort((a, b) => (a.name < b.name ? -1 : 1));
    const unknown = names?.find((name) => !all.some((model) => model.name === name));
    if (unknown !== undefined) {
      throw new OperationRefused(`There is no read model ${unknown}, but ${all.map(({ name }) => name).join(', ')}`);
    }
    return names ? all.filter(({ name }) => names.includes(name)) : all;
  }

  private async register({ name, until: moment, by }: ReplayRequest, until: Position, models: readonly Model[]): Promise<void> {
    const names = models.map((model) => model.name);
    const log = await this.log.identity();
    const there = await replayNamed(this.pool, name);
    if (there?.state === 'ready') {
      throw new OperationRefused(
        `The name ${name} is taken by the replay until ${there.until} of ${there.createdAt}: choose another, or remove it with \`concord audit replays --remove ${name}\``,
      );
    }
    if (!there) {
      await this.pool.query(
        'INSERT INTO concord_projections.replay (name, log, until, known_at, models, created_by) VALUES ($1, $2, $3, $4, $5, $6)',
        [name, log, until, 'knownAt' in moment ? moment.knownAt : null, names, by],
      );
      return;
    }
    if (there.log !== log || comparePositions(there.until, until) !== 0 || String(there.asked) !== String(names)) {
      throw new OperationRefused(
        `The name ${name} is taken by an unfinished replay until ${there.until} of ${there.asked.length} read models: ask for the same to finish it, or remove it with \`concord audit replays --remove ${name}\``,
      );
    }
    await this.pool.query(`UPDATE concord_projections.replay SET state = 'building', error = NULL WHERE name = $1`, [name]);
    await this.pool.query(
      `UPDATE concord_projections.projection SET status = 'running', error = NULL WHERE stage = $1 AND status = 'stopped'`,
      [replayStage(name)],
    );
  }

  private async fill(name: string, until: Position, models: readonly Model[], { signal, told }: ReplayWork): Promise<void> {
    const pool = workerPool(this.pool, 2);
    try {
      for (const [index, model] of models.entries()) {
        const tell = (position: Position): void => told?.({ model: model.name, index, models: models.length, position, until });
        const checkpoint = await begin({ pool, log: this.log }, name, model);
        tell(checkpoint.position);
        const skipped = await Skipped.of(model.name, pool);
        await catchUp({ pool, log: this.log }, checkpoint, { skipped, goal: until, signal, told: tell }).catch(async (error: unknown) => {
          if (error instanceof PoisonEvent) await checkpoint.stop(pool, error);
          throw error;
        });
      }
    } finally {
      await pool.end();
    }
  }

  private async failed(name: string, { event, message }: PoisonEvent): Promise<OperationRefused> {
    const said = `It stands before the event ${event.id} (${event.type}, position ${event.position}), which cannot be handled: ${message}`;
    await this.pool.query(`UPDATE concord_projections.replay SET state = 'failed', error = $2 WHERE name = $1`, [name, said]);
    return new OperationRefused(`The replay ${name} has failed. ${said}`);
  }

  private async none(name: string): Promise<string> {
    const names = (await this.list()).map((replay) => replay.name);
    return `There is no replay ${name}${names.length > 0 ? `, but ${names.join(', ')}` : ''}`;
  }
}

export { Interrupted } from '../runtime/catch-up.js';
