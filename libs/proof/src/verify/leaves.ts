import { Frontier } from '../frontier.js';
import { leafHashInto } from '../merkle.js';
import { HASH_SIZE } from '../sha256.js';
import { Alignment, type Computed, type Step } from './alignment.js';
import { readEntry } from './entry.js';
import type { EventWork } from './event-check.js';
import { type Finding, type Findings, HASH, namesOf } from './finding.js';
import { NOTHING, type Page } from './pages.js';
import type { TileCheck } from './tile-check.js';

const pieces = (hashes: Buffer): Buffer[] =>
  Array.from({ length: hashes.length / HASH_SIZE }, (_, at) => hashes.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE));

/** By what the event is known that is there, where it is one. */
function namesIn({ entry }: Computed): Partial<Finding> {
  const event = readEntry(entry);
  return typeof event === 'string' ? {} : namesOf(event);
}

const shownHash = (hash: Buffer): string => `${HASH}${hash.toString('base64')}`;

/** Lays entries against leaf hashes, and grows the tree that the source serves, and that which follows from the entries where it is another. */
export class Leaves {
  readonly served: Frontier;
  /** Entries that could not be had: what follows from all of them cannot be told then. */
  unread = 0;
  readonly roots = new Map<number, Buffer>();
  private own: Frontier | undefined;
  /** Leaves of which there is neither an entry nor a hash. */
  private skipped = 0;
  private readonly alignment = new Alignment();

  constructor(
    private readonly findings: Findings,
    private readonly events: Pick<EventWork, 'take'>,
    private readonly tiles: TileCheck,
    private readonly rootsAt: ReadonlySet<number>,
  ) {
    this.served = new Frontier((height, number, hashes, at) => this.tiles.node(height, number, hashes, at));
    this.noteRoot();
  }

  /** The index of the next leaf. */
  get index(): number {
    return this.served.size + this.skipped;
  }

  /** The root that follows from the entries. */
  root(): Buffer {
    return (this.own ?? this.served).root();
  }

  take({ first, width, entries, hashes }: Page): void {
    // In an export, an entry and its hash are gone together.
    const have = typeof hashes === 'string' ? (typeof entries === 'string' ? 0 : width) : hashes.length / HASH_SIZE;
    if (have < width)
      this.findings.add({ check: 'entry', index: first + have, count: width - have, expected: 'entries and their hashes', found: NOTHING });
    this.takePage(first, width, entries, hashes);
    this.skipped += width - have;
    this.unread += width - have;
  }

  private takePage(first: number, width: number, entries: readonly Buffer[] | string, hashes: Buffer | string): void {
    if (typeof entries === 'string') this.takeWithoutEntries(first, width, entries, hashes);
    else this.takeEntries(first, width, entries, hashes);
  }

  private takeEntries(first: number, width: number, entries: readonly Buffer[], hashes: Buffer | string): void {
    const computed = Buffer.allocUnsafe(entries.length * HASH_SIZE);
    for (let at = 0; at < entries.length; at++) leafHashInto(entries[at] as Buffer, computed, at * HASH_SIZE);
    if (typeof hashes === 'string') {
      this.findings.add({ check: 'tile', index: first, expected: `a tile with ${width} leaf hashes`, found: hashes });
      this.step(true);
      this.takeAll(entries, computed);
      return;
    }
    if (this.alignment.isSettled && computed.equals(hashes)) {
      this.takeAll(entries, computed);
      return;
    }
    const own = entries.map((entry, at): Computed => ({ entry, hash: computed.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE) }));
    this.alignment.push(own, pieces(hashes));
    this.step(false);
  }

  end(): void {
    this.step(true);
  }

  /** The usual case: every entry is the one that the tree has. */
  private takeAll(entries: readonly Buffer[], hashes: Buffer): void {
    let at = 0;
    for (const entry of entries) {
      this.events.take(this.index, entry, hashes, at, false);
      this.append(hashes, at);
      this.own?.append(hashes, at);
      at += HASH_SIZE;
    }
  }

  private takeWithoutEntries(first: number, width: number, why: string, hashes: Buffer | string): void {
    const leaves = typeof hashes === 'string' ? [] : pieces(hashes);
    // The entries may have moved to bundles before this one.
    if (this.alignment.hasEntries) {
      this.alignment.push([], leaves);
      this.step(false);
      return;
    }
    this.step(true);
    if (why === NOTHING) {
      for (const hash of leaves) this.follow({ kind: 'missing', hash });
      return;
    }
    this.fork();
    this.unread += width;
    this.findings.add({ check: 'entry', index: first, count: width, expected: `a bundle of ${width} entries`, found: why });
    for (const hash of leaves) this.append(hash, 0);
  }

  private step(isEnd: boolean): void {
    for (const step of this.alignment.steps(isEnd)) this.follow(step);
  }

  private follow(step: Step): void {
    const { index } = this;
    if (step.kind !== 'same') this.fork();
    if (step.kind === 'same' || step.kind === 'changed') {
      if (step.kind === 'changed') {
        this.findings.add({ check: 'leaf', index, ...namesIn(step.own), expected: shownHash(step.hash), found: shownHash(step.own.hash) });
      }
      this.pair(step.hash, step.own, step.kind === 'changed');
    } else if (step.kind === 'swapped') {
      const [first, second] = step.hashes;
      const found = `the entries of index ${index} and ${index + 1} in each other's place`;
      this.findings.add({
        check: 'leaf',
        index,
        ...namesIn(step.own[0]),
        expected: `${shownHash(first)}, then ${second.toString('base64')}`,
        found,
      });
      this.pair(first, step.own[0], true);
      this.pair(second, step.own[1], true);
    } else if (step.kind === 'missing') {
      this.findings.add({ check: 'leaf', index, expected: shownHash(step.hash), found: 'no entry of this hash: it is missing' });
      this.unread += 1;
      this.append(step.hash, 0);
    } else {
      const found = `an entry with the ${shownHash(step.own.hash)}, which the tree does not have here: it was put in`;
      this.findings.add({ check: 'leaf', index, ...namesIn(step.own), expected: 'no entry before that of this index', found });
      this.own?.append(step.own.hash);
    }
  }

  private pair(hash: Buffer, own: Computed, isChanged: boolean): void {
    this.events.take(this.index, own.entry, hash, 0, isChanged);
    this.append(hash, 0);
    this.own?.append(own.hash);
  }

  private append(hashes: Buffer, at: number): void {
    this.served.append(hashes, at);
    this.noteRoot();
  }

  private noteRoot(): void {
    if (this.skipped === 0 && this.rootsAt.has(this.served.size)) this.roots.set(this.served.size, this.served.root());
  }

  /** From the first difference on, there are two trees. */
  private fork(): void {
    this.own ??= this.served.fork();
  }
}
