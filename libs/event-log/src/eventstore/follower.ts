import type { RecordedEvent } from '@concord/kernel';
import { type EventStoreDBClient, type ResolvedEvent, streamNameFilter } from '@eventstore/db-client';
import { backoff, pause } from '../backoff.js';
import { countDrop } from '../log-metrics.js';
import type { Engine } from '../reading/engine.js';
import type { FollowedTail, Follower } from '../reading/tail.js';
import type { Births } from './birth.js';
import { fromServer } from './envelope.js';
import type { Ids } from './ids.js';
import { Inflow } from './inflow.js';
import type { Namespace } from './namespace.js';

/** All in milliseconds. */
export interface FollowerOptions {
  /** How often the head is asked for, lest a subscription that has gone deaf be believed. */
  readonly poll: number;
  /** How long the subscription may lag behind a head that is known, before it counts as deaf. */
  readonly attempt: number;
}

const BATCH = 500;
/** How many events the client may hold that nobody has taken yet. */
const READ_AHEAD = { highWaterMark: 64 };
/** Events that the server looks through before it says how far it has come; without a word it takes 32. */
const SEARCH_WINDOW = 2_000;

/** Bytes between two places that may all be the log's own. */
const OWN = 1024 * 1024;

/** The distance that the events have come, or, where others may have written in between, the length of their JSON. */
function weightOf(events: readonly RecordedEvent[], after: number): number {
  const distance = Number(events.at(-1)?.position ?? after) - after;
  return distance < OWN ? distance : JSON.stringify(events).length;
}

/** One subscription to `$all`, opened anew behind the tail's place whenever it ends: the client never does that by itself. */
export class EventStoreFollower implements Follower {
  private readonly stopping = new AbortController();
  private tail: FollowedTail | undefined;
  private current: Inflow<ResolvedEvent> | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly engine: Pick<Engine, 'head'>,
    private readonly namespace: Namespace,
    private readonly births: Births,
    private readonly ids: Ids,
    private readonly options: FollowerOptions,
  ) {}

  start(tail: FollowedTail): void {
    this.tail = tail;
    this.running = Promise.all([this.follow(tail), this.doubt()]);
  }

  /** The subscription is on its way there, or deaf: it has the time of one attempt to prove itself. */
  hint(place: number): void {
    const inflow = this.current;
    setTimeout(() => {
      if (inflow === this.current && this.tail && this.tail.place < place) inflow?.cancel();
    }, this.options.attempt).unref();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.current?.cancel();
    await this.running;
  }

  private async follow(tail: FollowedTail): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const inflow = await this.subscribe(tail.place);
        this.current = inflow;
        for (let arrivals = await inflow.take(BATCH); arrivals; arrivals = await inflow.take(BATCH)) {
          failures = 0;
          const events = arrivals.flatMap(({ event }) => (event && fromServer(event, this.namespace)) ?? []);
          for (const event of events) this.ids.learn(event.id, event);
          tail.push({ events, weight: weightOf(events, tail.place) });
        }
      } catch {
        // Nobody can be told, and it is healed by beginning again: whoever appends or reads meets the fault himself.
      }
      this.current?.cancel();
      if (signal.aborted) return;
      countDrop();
      await pause(backoff(failures), signal);
    }
  }

  /** Behind the place; in an empty log behind its birth, not from the beginning of all that the server holds. */
  private async subscribe(place: number): Promise<Inflow<ResolvedEvent>> {
    const from = BigInt(Math.max(place, (await this.births.birth()).place));
    const filter = streamNameFilter({ prefixes: [this.namespace.prefix], maxSearchWindow: SEARCH_WINDOW, checkpointInterval: 1 });
    const source = this.client.subscribeToAll({ fromPosition: { commit: from, prepare: from }, filter }, READ_AHEAD);
    return new Inflow(source, Number.POSITIVE_INFINITY);
  }

  private async doubt(): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      await pause(this.options.poll, signal);
      if (signal.aborted) return;
      const head = await this.engine.head(signal).catch(() => 0);
      if (this.tail && head > this.tail.place) this.hint(head);
    }
  }
}
