import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@concord/event-log';
import { instantOf } from '@concord/kernel';
import { type ReadModels, type RuntimeLog, UntilStopped } from '@concord/projections';
import type { DataSource } from 'typeorm';
import { alerts } from '../alert/alerts.projection.js';
import { Courier, type CourierParts } from './courier.js';
import { post } from './post.js';
import { Sorter } from './sorter.js';
import { signingKey } from './tables.js';
import type { WebhookTargets } from './target.js';

/** Milliseconds between two looks. */
const LOOK = 1_000;
/** How many receivers are served at a time by one process. */
const COURIERS = 8;
/** Milliseconds that the read model gets to see what was recorded before a digest is made. */
const PATIENCE = 2_000;

export interface PostOfficeParts {
  readonly dataSource: DataSource;
  readonly log: EventLog;
  readonly readModels: ReadModels;
  readonly runtimeLog: RuntimeLog;
  readonly targets: WebhookTargets;
  /** That of the machine when left out. */
  readonly now?: () => Date;
  /** Seconds between attempts; those of Standard Webhooks when left out. */
  readonly retries?: readonly number[];
}

/**
 * Posts what subscribers have asked for: sorts changes into messages, and has couriers deliver them. Every worker has a post
 * office; what each does stands in the database, so that any of them may die at any moment.
 */
export class PostOffice {
  private readonly running = new UntilStopped((signal) => this.run(signal));
  private readonly under = new Set<Promise<void>>();

  constructor(private readonly parts: PostOfficeParts) {}

  start(): void {
    this.running.start();
  }

  /** Ends after the attempts under way are written down. */
  async stop(): Promise<void> {
    await this.running.stop();
    await Promise.all(this.under);
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { dataSource, log, targets, retries, now = () => new Date() } = this.parts;
    const sorter = new Sorter(dataSource, log);
    while (!signal.aborted) {
      await this.trying('could not sort what there is to tell', async () => {
        const due = instantOf(now());
        await this.catchUp(signal);
        await sorter.sort(due);
        const courier = { dataSource, signingKey: await signingKey(dataSource), post: posting(targets), now, retries };
        await this.dispatch(courier, signal);
      });
      await sleep(LOOK, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What was recorded before a digest is due belongs to it; what is seen too late is told in another. */
  private async catchUp(signal: AbortSignal): Promise<void> {
    const { log, readModels } = this.parts;
    await readModels.waitFor(alerts.name, await log.head(), { timeoutMs: PATIENCE, signal }).catch(() => undefined);
  }

  private async dispatch(parts: CourierParts, signal: AbortSignal): Promise<void> {
    while (this.under.size < COURIERS && !signal.aborted) {
      const courier = await Courier.claim(parts);
      if (!courier) return;
      const delivery = this.trying('could not deliver', () => courier.deliver(signal)).finally(() => this.under.delete(delivery));
      this.under.add(delivery);
    }
  }

  private async trying(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.running.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.parts.runtimeLog.warn({ error: message }, `The post office ${what}, and tries again`);
    }
  }
}

const posting =
  (targets: WebhookTargets): CourierParts['post'] =>
  (url, headers, body) =>
    post(url, headers, body, targets);
