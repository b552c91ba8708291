import type { RecordedEvent } from '@concord/kernel';
import { BACKWARDS, END, FORWARDS } from '@eventstore/db-client';
import { unlessAborted } from '../abort.js';
import { backoff, pause } from '../backoff.js';
import type { Engine, Range, Stretch, WalkOptions } from '../reading/engine.js';
import type { Births } from './birth.js';
import { fromServer, placeOfServer, type ServerEvent } from './envelope.js';
import { isHopeless, isMisplaced, unavailable } from './faults.js';
import type { Namespace } from './namespace.js';
import { Parcel } from './parcel.js';
import type { Reads } from './reads.js';

/** Events of a stretch when nobody asks for more: held no longer than it takes to fetch as many again, they cost the collector little. */
const MOST = 64;
/** Events of a look back for the head: the last one, mostly, or else many. */
const FEW = 8;
const MANY = 1_000;
/** How many events the client may hold that nobody has taken yet. */
const READ_AHEAD = { highWaterMark: 64 };

const at = (place: number) => ({ commit: BigInt(place), prepare: BigInt(place) });

/** Reads streams and `$all`; after a fault it goes on behind the last event that it has handed out. */
export class EventStoreEngine implements Engine {
  /** How far the log was looked at for its head, and where that was. */
  private seen = { upTo: 0, head: 0 };

  constructor(
    private readonly reads: Reads,
    private readonly namespace: Namespace,
    private readonly births: Births,
  ) {}

  /** The last event may have events of others behind it, but what was looked through once need not be again. */
  async head(signal?: AbortSignal): Promise<number> {
    const floor = await this.floor(signal);
    const before = this.seen.upTo > floor ? this.seen : { upTo: floor, head: 0 };
    let { upTo } = before;
    let place: number | undefined;
    const open = () =>
      this.reads.client.readAll({ fromPosition: place ? at(place) : END, direction: BACKWARDS, maxCount: place ? MANY : FEW });
    for (let more = true; more; ) {
      more = false;
      for await (const arrivals of this.reads.arrivals(open, { signal })) {
        for (const { event } of arrivals) {
          if (!event) continue;
          place = placeOfServer(event);
          upTo = Math.max(upTo, place);
          if (place <= before.upTo) return before.head;
          if (this.namespace.streamIn(event.streamId) === undefined) continue;
          this.seen = { upTo, head: place };
          return place;
        }
        more = true;
      }
    }
    this.seen = { upTo, head: 0 };
    return 0;
  }

  async *stream(stream: string, from: number, until: number, signal?: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
    let next = from;
    const open = () =>
      this.reads.client.readStream(this.namespace.nameOf(stream), { fromRevision: BigInt(next), direction: FORWARDS }, READ_AHEAD);
    for await (const arrivals of this.reads.arrivals(open, { signal })) {
      const events: RecordedEvent[] = [];
      let isOver = false;
      for (const { event } of arrivals) {
        isOver ||= event !== undefined && placeOfServer(event) > until;
        const recorded = event && !isOver ? fromServer(event, this.namespace) : undefined;
        if (recorded) events.push(recorded);
        if (event) next = Number(event.revision) + 1;
      }
      yield events;
      if (isOver) return;
    }
  }

  walk(range: Range, options: WalkOptions = {}): AsyncGenerator<Stretch> {
    return options.backwards ? this.walkBackwards(range, options) : this.walkForwards(range, options);
  }

  /** Begins at the floor when no event stands at the place asked for: anybody may ask for any number. */
  private async *walkForwards({ after, until, types }: Range, { most = MOST, signal }: WalkOptions): AsyncGenerator<Stretch> {
    if (after >= until) return;
    const wanted = types && new Set(types);
    const floor = await this.floor(signal);
    const asked = Math.max(after, floor);
    if (asked >= until) return;
    let [place, begin] = [asked, asked];
    const open = () => this.reads.client.readAll({ fromPosition: at(begin), direction: FORWARDS }, READ_AHEAD);
    const onMisplaced = (): boolean => {
      if (begin !== asked || asked === floor) return false;
      begin = floor;
      return true;
    };
    const parcel = new Parcel(most);
    for await (const arrivals of this.reads.arrivals(open, { signal, isComplete: () => place >= until, onMisplaced })) {
      for (const { event } of arrivals) {
        if (!event) continue;
        begin = placeOfServer(event);
        if (begin <= place) continue;
        const weight = begin - place;
        place = Math.min(begin, until);
        if (begin <= until) parcel.add(fromServer(event, this.namespace), weight, wanted);
        if (place === until) {
          yield { events: parcel.take(), place };
          return;
        }
        if (parcel.isFull) yield { events: parcel.take(), place };
      }
    }
  }

  /** Reading backwards begins before a position: the event at it is fetched for itself. Where none is, it begins at the end. */
  private async *walkBackwards({ after: asked, until, types }: Range, { most = MOST, signal }: WalkOptions): AsyncGenerator<Stretch> {
    const after = Math.max(asked, await this.floor(signal));
    if (after >= until) return;
    const wanted = types && new Set(types);
    let place = until;
    const parcel = new Parcel(most);
    const isEnd = until === Number.MAX_SAFE_INTEGER;
    if (!isEnd) parcel.add(await this.eventAt(until, signal), 0, wanted);
    if (parcel.isFull) yield { events: parcel.take(), place };
    let begin = isEnd ? undefined : until;
    const open = () => this.reads.client.readAll({ fromPosition: begin === undefined ? END : at(begin), direction: BACKWARDS }, READ_AHEAD);
    const onMisplaced = (): boolean => {
      if (begin !== until) return false;
      begin = undefined;
      return true;
    };
    for await (const arrivals of this.reads.arrivals(open, { signal, onMisplaced })) {
      for (const { event } of arrivals) {
        if (!event) continue;
        begin = placeOfServer(event);
        if (begin >= place) continue;
        if (begin <= after) {
          yield { events: parcel.take(), place: after };
          return;
        }
        const weight = isEnd ? 0 : place - begin;
        place = begin;
        parcel.add(fromServer(event, this.namespace), weight, wanted);
        if (parcel.isFull) yield { events: parcel.take(), place };
      }
    }
    yield { events: parcel.take(), place: after };
  }

  private async eventAt(place: number, signal?: AbortSignal): Promise<RecordedEvent | undefined> {
    const open = () => this.reads.client.readAll({ fromPosition: at(place), direction: FORWARDS, maxCount: 1 });
    let found: ServerEvent | undefined;
    for await (const [first] of this.reads.arrivals(open, { signal, isAbsent: isMisplaced })) found = first?.event;
    return found && placeOfServer(found) === place ? fromServer(found, this.namespace) : undefined;
  }

  /** The place behind which the log begins. */
  private async floor(signal?: AbortSignal): Promise<number> {
    for (let failures = 1; ; failures++) {
      try {
        return (await unlessAborted(this.births.birth(), signal)).place;
      } catch (error) {
        signal?.throwIfAborted();
        if (!this.reads.areForEver || isHopeless(error)) throw unavailable(error);
      }
      await pause(backoff(failures), signal);
    }
  }
}
