import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, comparePositions, type Position, type RecordedEvent, START } from '@concord/kernel';
import type { EventLog } from '../event-log.js';
import { eventText } from './event-text.js';

/** What one side of a comparison was found to hold. */
export interface SideFound {
  readonly count: number;
  /** SHA-256, in hexadecimal, over the canonical JSON of its events without their positions, a line each. */
  readonly digest: string;
}

/** The first place at which two logs are not the same. */
export interface LogDifference {
  /** The place in the order of the log; 1 is the first event. */
  readonly ordinal: number;
  /** The field that differs, or `event` where one side has ended. */
  readonly field: string;
  /** Canonical JSON; nothing where that side has ended. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The event of the side that has one, of the source where both have. */
  readonly event: RecordedEvent;
}

export interface LogComparison {
  readonly from: SideFound;
  readonly to: SideFound;
  readonly difference: LogDifference | undefined;
  /** Whether the source has grown meanwhile, behind what was compared. */
  readonly moved: boolean;
}

export interface CompareOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly position: Position; readonly head: Position; readonly compared: number }) => void;
}

const FIELDS = ['stream', 'revision', 'id', 'type', 'schemaVersion', 'recordedAt', 'metadata', 'data'] as const;
/** Events between two reports of progress. */
const REPORT = 500;

/** Walks over two logs side by side to their ends. Positions may differ, nothing else. */
export async function compareLogs(from: EventLog, to: EventLog, { signal, onProgress }: CompareOptions = {}): Promise<LogComparison> {
  const head = await from.head();
  const options = signal ? { signal } : {};
  const sides = [new Side(from.readAll({ ...options, until: head })), new Side(to.readAll(options))] as const;
  let difference: LogDifference | undefined;
  let position = START;
  try {
    for (let ordinal = 1; ; ordinal++) {
      const [source, target] = await Promise.all([sides[0].next(), sides[1].next()]);
      if (!source && !target) break;
      if (source?.text !== target?.text) difference ??= differenceAt(ordinal, source?.event, target?.event);
      position = source?.event.position ?? position;
      if (ordinal % REPORT === 0) onProgress?.({ position, head, compared: ordinal });
    }
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
  onProgress?.({ position: head, head, compared: Math.max(...sides.map(({ count }) => count)) });
  const moved = comparePositions(await from.head(), head) > 0;
  return { from: sides[0].found(), to: sides[1].found(), difference, moved };
}

/** One log on its way through a comparison. */
class Side {
  private readonly events: AsyncIterator<RecordedEvent>;
  private readonly hash: Hash = createHash('sha256');
  count = 0;

  constructor(events: AsyncIterable<RecordedEvent>) {
    this.events = events[Symbol.asyncIterator]();
  }

  async next(): Promise<{ readonly event: RecordedEvent; readonly text: string } | undefined> {
    const { value: event, done } = await this.events.next();
    if (done) return undefined;
    const text = eventText(event);
    this.hash.update(text).update('\n');
    this.count++;
    return { event, text };
  }

  found(): SideFound {
    return { count: this.count, digest: this.hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.events.return?.();
  }
}

function differenceAt(ordinal: number, source?: RecordedEvent, target?: RecordedEvent): LogDifference | undefined {
  const event = source ?? target;
  if (!event) return undefined;
  if (!source || !target) return { ordinal, field: 'event', from: source && eventText(source), to: target && eventText(target), event };
  const field = FIELDS.find((name) => canonicalJson(source[name]) !== canonicalJson(target[name])) ?? 'event';
  const textOf = (side: RecordedEvent): string => (field === 'event' ? eventText(side) : canonicalJson(side[field]));
  return { ordinal, field, from: textOf(source), to: textOf(target), event };
}
