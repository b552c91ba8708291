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

/** Recognises the event of a finding. */
export type Recognise = (entry: Entry) => boolean;

/** The findings so far. One that goes on where the last of its kind has ended is told with it. */
export class Findings {
  readonly told: Finding[] = [];
  /** How many there are beyond those that are told. */
  more = 0;
  private readonly unnamed = new Map<number, Recognise>();

  /** The event of a finding that has only an index can be named later, by what it is recognised by. */
  add(finding: Finding, recognise?: Recognise): void {
    const last = this.told.at(-1);
    if (last && this.more === 0 && this.goesOn(last, finding)) {
      const { eventId: _id, stream: _stream, revision: _revision, position: _position, ...run } = last;
      this.told[this.told.length - 1] = { ...run, count: (last.count ?? 1) + 1 };
    } else if (this.told.length >= MOST_FINDINGS) this.more += 1;
    else {
      if (recognise) this.unnamed.set(this.told.length, recognise);
      this.told.push(finding);
    }
  }

  /** Names events that are not named yet, with what can be had of them. */
  async name(find: (index: number, recognise: Recognise) => Promise<Entry | undefined>): Promise<void> {
    for (const [at, recognise] of this.unnamed) {
      const finding = this.told[at];
      const entry = finding?.index === undefined ? undefined : await find(finding.index, recognise);
      if (finding && entry) this.told[at] = { ...finding, ...namesOf(entry) };
    }
  }

  get hasNone(): boolean {
    return this.told.length === 0;
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
