import { streamKey } from '../streams.js';
import type { Entry } from './entry.js';

/** What was checked: each has a paragraph in docs/transparency-log.md. */
export type Check =
  | 'checkpoint'
  | 'signature'
  | 'cosignatures'
  | 'succession'
  | 'kept'
  | 'root'
  | 'tile'
  | 'leaf'
  | 'entry'
  | 'position'
  | 'recordedAt'
  | 'revision'
  | 'eventId'
  | 'streams';

/** Something that is not as it must be. */
export interface Finding {
  readonly check: Check;
  /** Index of the leaf, from 0; of the first one where there are more. */
  readonly index?: number;
  /** How many leaves in a row, where it is more than one. */
  readonly count?: number;
  readonly eventId?: string;
  readonly stream?: string;
  readonly revision?: number;
  readonly position?: string;
  readonly expected: string;
  readonly found: string;
}

/** By what an event is known. */
export const namesOf = ({ id, stream, revision, position }: Entry): Pick<Finding, 'eventId' | 'stream' | 'revision' | 'position'> => ({
  eventId: id,
  stream,
  revision,
  position,
});

/** More are counted and not told: what is wrong everywhere is wrong for one reason. */
export const MOST_FINDINGS = 100;

/** By what the event of a finding is recognised: its id in hexadecimal digits, or its place in a stream whose key is given. */
export type Sought = { readonly id: string } | { readonly streamKey: Uint8Array; readonly revision: number };

export const isSought = (entry: Entry, sought: Sought): boolean =>
  'id' in sought
    ? entry.id.replaceAll('-', '') === sought.id
    : entry.revision === sought.revision && streamKey(entry.stream).equals(sought.streamKey);

/** A finding; where it has only an index, its event can be named later, by what it is recognised by. */
export interface Found {
  readonly finding: Finding;
  readonly sought?: Sought | undefined;
}

const indexOf = ({ finding }: Found): number => finding.index ?? 0;

/** The findings so far. One that goes on where the last of its kind has ended is told with it. */
export class Findings {
  private found: Found[] = [];
  /** How many there are beyond those that are told. */
  more = 0;

  get all(): readonly Found[] {
    return this.found;
  }

  get told(): readonly Finding[] {
    return this.found.map(({ finding }) => finding);
  }

  get hasNone(): boolean {
    return this.found.length === 0;
  }

  add(finding: Finding, sought?: Sought): void {
    const last = this.found.at(-1)?.finding;
    if (last && this.more === 0 && this.goesOn(last, finding)) {
      const { eventId: _id, stream: _stream, revision: _revision, position: _position, ...run } = last;
      this.found[this.found.length - 1] = { finding: { ...run, count: (last.count ?? 1) + 1 } };
    } else if (this.found.length >= MOST_FINDINGS) this.more += 1;
    else this.found.push({ finding, sought });
  }

  /** Takes in what somebody else has found about the same leaves, each before what was found here about later ones. */
  merge(others: readonly Found[]): void {
    const merged: Found[] = [];
    const rest = [...others];
    for (const own of this.found) {
      while (rest[0] && indexOf(rest[0]) < indexOf(own)) merged.push(rest.shift() as Found);
      merged.push(own);
    }
    merged.push(...rest);
    this.found = merged.slice(0, MOST_FINDINGS);
    this.more += merged.length - this.found.length;
  }

  /** Names events that are not named yet, with what can be had of them. */
  async name(find: (index: number, sought: Sought) => Promise<Entry | undefined>): Promise<void> {
    for (const [at, { finding, sought }] of this.found.entries()) {
      const entry = sought && finding.index !== undefined ? await find(finding.index, sought) : undefined;
      if (entry) this.found[at] = { finding: { ...finding, ...namesOf(entry) } };
    }
  }

  /** Only leaves: of what is said about events, each has its own numbers. */
  private goesOn(last: Finding, next: Finding): boolean {
    if (last.check !== 'leaf' || next.check !== 'leaf' || last.index === undefined) return false;
    const isSame = next.found === last.found || (next.found.startsWith(HASH) && last.found.startsWith(HASH));
    return isSame && next.index === last.index + (last.count ?? 1);
  }
}

/** How a finding about the hash of a leaf begins. */
export const HASH = 'leaf hash ';

const wordsOf = ({ index, count, eventId, stream, revision, position }: Finding): string =>
  [
    index !== undefined && (count === undefined ? `index ${index}` : `${count} leaves from index ${index} on`),
    position !== undefined && `position ${position}`,
    eventId !== undefined && `event ${eventId}`,
    stream !== undefined && (revision === undefined ? `stream ${stream}` : `revision ${revision} of stream ${stream}`),
  ]
    .filter((words) => words !== false)
    .join(', ');

/** A finding as a person reads it. */
export function inWords(finding: Finding): string {
  const where = wordsOf(finding);
  return `${finding.check}${where === '' ? '' : `, ${where}`}: expected ${finding.expected}, found ${finding.found}`;
}
