import type { EventLog, LogBatch } from '@concord/event-log';
import { comparePositions, type Position, type RecordedEvent } from '@concord/kernel';
import type { Pool } from 'pg';
import type { Model } from '../tables/model.js';
import { apply } from './apply.js';
import { Batches } from './batches.js';
import { Checkpoint } from './checkpoint.js';
import { PoisonEvent } from './faults.js';
import type { Reactions } from './reactions.js';
import { Skipped } from './skipped.js';

export interface FeedParts {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly reactions: Reactions;
}

/** Milliseconds for which a checkpoint may lag behind events that do not concern the model. */
const LAZY_MS = 1_000;
const BATCH = 1_000;

/** Feeds the live model of one projection with the log, for as long as it may. */
export class Feed {
  /** What has been seen of the log, foreign events included; the checkpoint follows lazily. */
  private seen: Position;
  private persistedAt = performance.now();

  private constructor(
    private readonly parts: FeedParts,
    private readonly checkpoint: Checkpoint,
    private readonly skipped: Skipped,
  ) {
    this.seen = checkpoint.position;
  }

  /**
   * Takes the model over and feeds it until the signal, or until there is nothing to feed: the model is stopped or of
   * another shape. A batch under way is finished first.
   * @throws Fenced when another worker has taken over; PoisonEvent, after the model has been stopped; passing faults
   */
  static async run(parts: FeedParts, model: Model, signal: AbortSignal): Promise<void> {
    const checkpoint = await Checkpoint.takeOver(parts.pool, model, 'live', await parts.log.identity());
    if (!checkpoint) return;
    const feed = new Feed(parts, checkpoint, await Skipped.of(model.name, parts.pool));
    try {
      await feed.finishReaction();
      await feed.follow(signal);
    } catch (error) {
      if (error instanceof PoisonEvent) await checkpoint.stop(parts.pool, error);
      throw error;
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { position, model } = this.checkpoint;
    const batches = new Batches(this.parts.log, { after: position, types: model.types, batchSize: BATCH, signal });
    try {
      for (;;) {
        const batch = await batches.take(this.isBehind ? LAZY_MS : undefined);
        if (batch === undefined || signal.aborted) return;
        if (batch === 'late') await this.persist();
        else await this.handle(batch, signal);
      }
    } finally {
      await batches.close();
    }
  }

  private get isBehind(): boolean {
    return comparePositions(this.checkpoint.position, this.seen) < 0;
  }

  private async handle(batch: LogBatch, signal: AbortSignal): Promise<void> {
    const { manager } = this.checkpoint.model;
    let ready: RecordedEvent[] = [];
    for (const event of this.skipped.without(batch.events)) {
      ready.push(event);
      if (!manager || !(event.type in manager.reactsTo)) continue;
      await this.apply(ready, event.position, true);
      ready = [];
      await this.parts.reactions.react(this.checkpoint.model, event);
      // The commands are issued; the next transaction says so.
      if (signal.aborted) return this.persist();
    }
    if (ready.length > 0) return this.apply(ready, batch.position);
    this.seen = batch.position;
    if (this.checkpoint.reacting || (this.isBehind && performance.now() - this.persistedAt >= LAZY_MS)) await this.persist();
  }

  private async apply(events: readonly RecordedEvent[], to: Position, reacts = false): Promise<void> {
    await apply(this.parts.pool, this.checkpoint, events, to, reacts);
    this.seen = to;
    this.persistedAt = performance.now();
  }

  private async persist(): Promise<void> {
    await this.apply([], this.seen);
  }

  /** A worker before us may have gone between the event and its commands. */
  private async finishReaction(): Promise<void> {
    const { reacting, model } = this.checkpoint;
    if (!reacting) return;
    if (!this.skipped.has(reacting.eventId)) await this.parts.reactions.react(model, await this.parts.reactions.recall(reacting));
    await this.persist();
  }
}
