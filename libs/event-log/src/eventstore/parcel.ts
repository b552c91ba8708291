import type { RecordedEvent } from '@concord/kernel';

/** Bytes that are handed over at once, as the server's log counts them. */
const MAX_WEIGHT = 8 * 1024 * 1024;

/** Collects events until there are enough of them to be handed over. */
export class Parcel {
  private events: RecordedEvent[] = [];
  private heaviness = 0;

  constructor(private readonly most: number) {}

  get isFull(): boolean {
    return this.events.length >= this.most || this.heaviness >= MAX_WEIGHT;
  }

  /** Bytes. */
  get weight(): number {
    return this.heaviness;
  }

  /**
   * Takes the event if it is one of the log and of the types.
   * @param weight bytes, as the distance of its place from its neighbour's tells
   */
  add(event: RecordedEvent | undefined, weight: number, types?: ReadonlySet<string>): void {
    if (!event || (types && !types.has(event.type))) return;
    this.events.push(event);
    this.heaviness += weight;
  }

  take(): readonly RecordedEvent[] {
    const { events } = this;
    this.events = [];
    this.heaviness = 0;
    return events;
  }
}
