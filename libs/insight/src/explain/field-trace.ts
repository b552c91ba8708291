import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '@concord/kernel';
import { type FieldPath, valueAt } from './field-path.js';

/** The changes that are kept: the last ones, as they explain what is there now. */
export const MOST_CHANGES = 50;
/** Characters of JSON of one value; what is longer is read by objectAsOf. */
const LONGEST_VALUE = 20_000;

/** An event that changed the value that was asked about. */
export interface Change {
  readonly event: RecordedEvent;
  /** Undefined: there was none. */
  readonly before: unknown;
  readonly after: unknown;
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const isSame = (a: unknown, b: unknown): boolean => a === b || isDeepStrictEqual(a, b);

const namesIn = (before: Members, after: Members): readonly string[] => [...new Set([...Object.keys(before), ...Object.keys(after)])];

/** Of the object itself the members that are others now; of a field of it all. */
function narrowed({ event, before, after }: Change, path: FieldPath): Change {
  if (path.length > 0 || !isObject(before) || !isObject(after)) return { event, before, after };
  const changed = namesIn(before, after).filter((name) => !isSame(before[name], after[name]));
  const only = (members: Members): Members =>
    Object.fromEntries(changed.filter((name) => members[name] !== undefined).map((name) => [name, members[name]]));
  return { event, before: only(before), after: only(after) };
}

/** Watches one value of an object while its history is told, event by event. */
export class FieldTrace {
  private readonly kept: Change[] = [];
  private value: unknown;
  private seen: boolean;
  /** How many events changed it. */
  total = 0;

  constructor(
    private readonly path: FieldPath,
    initial: object,
  ) {
    this.value = valueAt(initial, path);
    this.seen = this.value !== undefined;
  }

  take(event: RecordedEvent, shown: object): void {
    const [before, after] = [this.value, valueAt(shown, this.path)];
    this.value = after;
    this.seen ||= after !== undefined;
    if (isSame(before, after)) return;
    this.total++;
    this.kept.push({ event, before, after });
    if (this.kept.length > MOST_CHANGES) this.kept.shift();
  }

  /** Whether there ever was such a value. */
  get known(): boolean {
    return this.seen;
  }

  get now(): unknown {
    return this.value;
  }

  get changes(): readonly Change[] {
    return this.kept.map((change) => narrowed(change, this.path));
  }
}

/** The value as JSON has it, null where there is none; or nothing but the sign that it is too long. */
export function told(value: unknown): { readonly value: unknown; readonly cut: boolean } {
  const json = JSON.stringify(value);
  if (json === undefined) return { value: null, cut: false };
  return json.length > LONGEST_VALUE ? { value: null, cut: true } : { value: JSON.parse(json) as unknown, cut: false };
}
