import { type KeptEvent, versionOf } from './histories.js';

export type Streams = ReadonlyMap<string, readonly KeptEvent[]>;
export type Stream = readonly [name: string, events: readonly KeptEvent[]];

/** Which fields data has, and which of them are empty: a history of each kind is worth keeping. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join('|')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const members = Object.entries(value).map(([key, member]) => `${key}:${shapeOf(member)}`);
  return `{${members.sort().join(',')}}`;
}

/** As few streams as will do to have every missing version, in each of the shapes that were recorded. */
export function chosen(streams: Streams, missing: readonly string[]): readonly Stream[] {
  const wantedIn = (events: readonly KeptEvent[]): readonly string[] =>
    events.filter((event) => missing.includes(versionOf(event))).map((event) => `${versionOf(event)} ${shapeOf(event.data)}`);
  const wanted = new Set([...streams.values()].flatMap(wantedIn));
  const worth = (events: readonly KeptEvent[]): number => new Set(wantedIn(events).filter((each) => wanted.has(each))).size;
  const picked: Stream[] = [];
  while (wanted.size > 0) {
    const [best] = [...streams].sort(([, a], [, b]) => worth(b) - worth(a) || a.length - b.length);
    if (!best) break;
    picked.push(best);
    for (const each of wantedIn(best[1])) wanted.delete(each);
  }
  return picked;
}
