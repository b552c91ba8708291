import type { EventLog } from '@concord/event-log';
import { type Class, isRejection, PLATFORM } from '@concord/kernel';
import { plainToInstance } from 'class-transformer';
import type { Pool, PoolClient } from 'pg';
import type { ReadModels } from '../reading/read-models.js';
import { messageOf } from '../runtime/faults.js';
import type { RuntimeLog } from '../runtime/log.js';
import type { IssuePlatformCommand } from '../runtime/reactions.js';
import { inTransaction, workerPool } from '../runtime/transaction.js';
import { UntilStopped } from '../runtime/until-stopped.js';
import { WakeUp } from '../runtime/wake-up.js';
import { CLAIM, FAILED, FIRED, NEXT, RECALL } from './clock.sql.js';
import { DEADLINES } from './deadlines.projection.js';

/** How many deadlines are claimed at once, and issued side by side. */
const AT_ONCE = 50;
/** Milliseconds between two looks: a deadline that is set meanwhile is seen that late. */
const LOOK = 1_000;

export interface ClockParts {
  /** Only its settings are used: the clock has connections of its own. */
  readonly pool: Pool;
  readonly log: EventLog;
  readonly readModels: ReadModels;
  readonly issue: IssuePlatformCommand;
  readonly commandNamed: (name: string) => Class;
  readonly runtimeLog: RuntimeLog;
}

interface Due {
  readonly rule: string;
  readonly key: string;
  readonly dueAt: Date;
  readonly command: string;
  readonly body: object;
  readonly cause: string;
  readonly correlationId: string;
  readonly failures: number;
}

/**
 * Turns deadlines that fall due into commands. Every worker has a clock; a deadline is claimed by one of them,
 * and the lock on its row lasts until the answer is written. An event that moves or clears a deadline which is just
 * being fired waits for that lock: the command was decided on the state of its object, like any other, and
 * a moved deadline, having another cause, fires again when it is due.
 */
export class DeadlineClock {
  private readonly wakeUp = new WakeUp();
  private readonly running = new UntilStopped((signal) => this.run(signal));

  constructor(private readonly parts: ClockParts) {}

  start(): void {
    this.running.start();
  }

  /** Ends after the commands under way are answered. */
  async stop(): Promise<void> {
    await this.running.stop();
  }

  private async run(signal: AbortSignal): Promise<void> {
    const pool = workerPool(this.parts.pool, 1);
    signal.addEventListener('abort', () => this.wakeUp.now(), { once: true });
    while (!signal.aborted) {
      let patience = LOOK;
      try {
        patience = await this.fireAll(pool, signal);
      } catch (error) {
        this.parts.runtimeLog.warn({ error: messageOf(error) }, 'The clock of the deadlines failed and tries again');
      }
      if (!signal.aborted) await this.wakeUp.wait(patience);
    }
    await pool.end();
  }

  /** Fires what is due. @returns milliseconds after which to look again */
  private async fireAll(pool: Pool, signal: AbortSignal): Promise<number> {
    let isCurrent = false;
    while (!signal.aborted) {
      const now = new Date();
      const { rows } = await pool.query<{ milliseconds: string }>(NEXT, [now]);
      const wait = rows[0] ? Number(rows[0].milliseconds) : LOOK;
      if (wait > 0) return Math.min(LOOK, Math.ceil(wait));
      if (!isCurrent) await this.catchUp(signal);
      isCurrent = true;
      await pool.query(RECALL, [now]);
      // What is due and not free is being fired by another clock.
      if ((await inTransaction(pool, (client) => this.fire(client))) === 0) return LOOK;
    }
    return 0;
  }

  /** What the log has done to a deadline until now counts, if that can be known: deciders have the last word anyway. */
  private async catchUp(signal: AbortSignal): Promise<void> {
    const { log, readModels } = this.parts;
    try {
      await readModels.waitFor(DEADLINES, await log.head(), { timeoutMs: 2_000, signal });
    } catch (error) {
      if (!signal.aborted) this.parts.runtimeLog.warn({ error: messageOf(error) }, 'Deadlines fire although they may have been moved');
    }
  }

  private async fire(client: PoolClient): Promise<number> {
    const { rows: due } = await client.query<Due>(CLAIM, [new Date(), AT_ONCE]);
    const outcomes = await Promise.allSettled(due.map((deadline) => this.issue(deadline)));
    const now = new Date();
    const fired: (readonly [Due, string])[] = [];
    const failed: Due[] = [];
    for (const [index, deadline] of due.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === 'fulfilled') fired.push([deadline, outcome.value]);
      else failed.push(this.complain(deadline, outcome?.reason));
    }
    const keys = (deadlines: readonly Due[]) => [deadlines.map((d) => d.rule), deadlines.map((d) => d.key), deadlines.map((d) => d.cause)];
    if (fired.length > 0) {
      const deadlines = fired.map(([deadline]) => deadline);
      await client.query(FIRED, [now, ...keys(deadlines), deadlines.map((d) => d.dueAt), fired.map(([, outcome]) => outcome)]);
    }
    if (failed.length > 0) await client.query(FAILED, [now, ...keys(failed)]);
    return due.length;
  }

  /** @returns the code of the rejection, or `ACCEPTED` */
  private async issue({ rule, key, command, body, cause, correlationId }: Due): Promise<string> {
    const answer = await this.parts.issue({
      command: plainToInstance(this.parts.commandNamed(command), body),
      actor: PLATFORM,
      correlationId,
      causationId: cause,
      // Stored for ever, in the ids of what it leads to: another form would issue everything twice.
      idempotencyKey: `${rule}/${key}/${cause}`,
    });
    if (!isRejection(answer)) return 'ACCEPTED';
    const { code, message } = answer;
    this.parts.runtimeLog.warn({ deadline: rule, key, command, code }, `A command was refused: ${message}`);
    return code;
  }

  private complain(deadline: Due, error: unknown): Due {
    const { rule, key, command, failures } = deadline;
    this.parts.runtimeLog.error(
      { deadline: rule, key, command, failures },
      `A deadline could not be fired and is tried again: ${messageOf(error)}`,
    );
    return deadline;
  }
}
