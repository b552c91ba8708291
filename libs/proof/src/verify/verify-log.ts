import { type Checkpoint, parseCheckpoint, verifyQuorum } from '../checkpoint.js';
import { type Note, parseNote, verifyNote } from '../note.js';
import { ProofRefused } from '../refused.js';
import { TILE_WIDTH } from '../tile-path.js';
import { parseVkey, type Vkey } from '../vkey.js';
import { type Entry, readEntry } from './entry.js';
import { EventCheck, type EventsReport, type EventWork } from './event-check.js';
import { EventsAside, type StartThread } from './events-aside.js';
import { type Finding, Findings, isSought, type Sought } from './finding.js';
import { Leaves } from './leaves.js';
import { pagesOf } from './pages.js';
import type { Source } from './source.js';
import { partsFor, SpillFolder } from './spill.js';
import { TileCheck } from './tile-check.js';
import { keyAt, type TrustedKey } from './trusted-keys.js';

export interface Progress {
  readonly phase: 'entries' | 'streams';
  readonly done: number;
  readonly total: number;
}

export interface VerifyOptions {
  /** The key of the log that is trusted. Keys that follow it by events of the log are trusted, too. */
  readonly key: Vkey;
  readonly witnesses?: readonly Vkey[];
  /** How many of the witnesses must have cosigned; all, unless told. */
  readonly quorum?: number;
  /** A signed checkpoint of an earlier time. The log must begin with it. */
  readonly kept?: string | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Where what does not fit into memory is put, and removed from at the end; a folder of the system unless told. */
  readonly temporary?: string;
  /** For a thread that checks the events, while this one reads and hashes them; none, unless told. */
  readonly thread?: StartThread;
  readonly signal?: AbortSignal | undefined;
}

/** What a verification came to. */
export interface Verification {
  readonly source: string;
  readonly origin: string | null;
  /** Leaves of the tree, by the checkpoint. */
  readonly size: number;
  /** Base64, by the checkpoint. */
  readonly root: string | null;
  /** Base64 of the root of the map of streams, by the checkpoint. */
  readonly streamsRoot: string | null;
  /** How many streams were found. */
  readonly streams: number;
  /** The key that must have signed the checkpoint: the one that is trusted, or the last that follows it. */
  readonly signedBy: string;
  readonly cosignedBy: readonly string[];
  readonly keptSize: number | null;
  /** Nothing was found: everything is as it must be. */
  readonly isRight: boolean;
  readonly findings: readonly Finding[];
  /** How many findings there are beyond those that are told. */
  readonly more: number;
  /** The signed checkpoint, to be kept. */
  readonly checkpoint: string;
}

const sentenceOf = (error: unknown): string => {
  if (error instanceof ProofRefused) return error.message;
  throw error;
};

/** What the work gives; where it is refused, that is a finding. */
function tried<T>(findings: Findings, check: Finding['check'], expected: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    findings.add({ check, expected, found: sentenceOf(error) });
    return undefined;
  }
}

interface Signed {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

const readSigned = (text: string): Signed => {
  const note = parseNote(text);
  return { note, checkpoint: parseCheckpoint(note.text) };
};

const nameOf = ({ name, id }: Vkey): string => `the key ${name}, key ${id}`;

/** One run over a log: what is collected on the way, and what is concluded at the end. */
class Run {
  private keys: readonly TrustedKey[];
  private readonly tiles: TileCheck;
  private readonly leaves: Leaves;
  private readonly events: EventWork;
  private readonly parts: number;

  constructor(
    private readonly source: Source,
    private readonly options: VerifyOptions,
    private readonly signed: Signed,
    private readonly kept: Signed | undefined,
    private readonly findings: Findings,
    folder: SpillFolder,
  ) {
    const { key, thread } = options;
    this.keys = [{ vkey: key, from: 0 }];
    this.parts = partsFor(signed.checkpoint.size);
    this.events = thread
      ? new EventsAside(thread, { folder: folder.path, parts: this.parts, key: key.text })
      : new EventCheck(folder, this.parts, key);
    this.tiles = new TileCheck(source, findings);
    const roots = new Set(kept ? [kept.checkpoint.size] : []);
    this.leaves = new Leaves(findings, this.events, this.tiles, roots);
  }

  /** The key that must have signed the checkpoint. */
  get signer(): Vkey {
    return keyAt(this.keys, this.signed.checkpoint.size);
  }

  /** @returns how many streams there are, and who cosigned */
  async through(): Promise<{ readonly streams: number; readonly cosignedBy: readonly Vkey[] }> {
    try {
      await this.readAll();
      const report = await this.reportOfEvents();
      const cosignedBy = this.conclude();
      this.concludeStreams(report);
      return { streams: report.count, cosignedBy };
    } finally {
      await this.events.close();
    }
  }

  private async readAll(): Promise<void> {
    const { size } = this.signed.checkpoint;
    const { signal, onProgress } = this.options;
    for await (const page of pagesOf(this.source, size)) {
      signal?.throwIfAborted();
      this.leaves.take(page);
      await this.tiles.settle();
      await this.events.ready(signal);
      onProgress?.({ phase: 'entries', done: page.first + page.width, total: size });
    }
    this.leaves.end();
    await this.tiles.end();
  }

  private async reportOfEvents(): Promise<EventsReport> {
    const { signal, onProgress } = this.options;
    const report = await this.events.conclude((done) => onProgress?.({ phase: 'streams', done, total: this.parts }), signal);
    this.keys = report.keys.map(({ text, from }) => ({ vkey: parseVkey(text), from }));
    this.findings.merge(report.inEvents);
    return report;
  }

  private conclude(): readonly Vkey[] {
    const { checkpoint, note } = this.signed;
    const root = this.leaves.root();
    if (!root.equals(checkpoint.root)) {
      const found = `${root.toString('base64')}, which follows from the entries`;
      this.findings.add({ check: 'root', expected: checkpoint.root.toString('base64'), found });
    }
    const key = this.signer;
    if (checkpoint.origin !== key.name)
      this.findings.add({ check: 'checkpoint', expected: `the log ${key.name}`, found: checkpoint.origin });
    tried(this.findings, 'signature', `a checkpoint signed by ${nameOf(key)}`, () => verifyNote(note, [key]));
    if (this.kept) this.checkKept(this.kept);
    const { witnesses = [], quorum = witnesses.length } = this.options;
    return (
      tried(this.findings, 'cosignatures', `${quorum} of ${witnesses.length} witnesses`, () => verifyQuorum(note, { witnesses, quorum })) ??
      []
    );
  }

  private checkKept({ checkpoint: kept, note }: Signed): void {
    const { size, origin } = this.signed.checkpoint;
    const add = (expected: string, found: string) => this.findings.add({ check: 'kept', expected, found });
    if (kept.origin !== origin) add(`the log ${kept.origin} of the checkpoint that was kept`, origin);
    else if (kept.size > size) {
      add(`${kept.size} leaves at least, which the checkpoint that was kept has`, `${size}: the log was cut off or rolled back`);
    } else {
      const key = keyAt(this.keys, kept.size);
      tried(this.findings, 'kept', `a checkpoint that was kept and signed by ${nameOf(key)}`, () => verifyNote(note, [key]));
      const root = this.leaves.roots.get(kept.size);
      if (root?.equals(kept.root)) return;
      const found = root ? `${root.toString('base64')}: what was there has been changed` : 'no leaves to compute it from';
      add(`the root ${kept.root.toString('base64')} of the first ${kept.size} leaves, which the checkpoint that was kept has`, found);
    }
  }

  private concludeStreams({ betweenEvents, more, unread, root }: EventsReport): void {
    const { size, streams } = this.signed.checkpoint;
    for (const { finding, sought } of betweenEvents) this.findings.add(finding, sought);
    this.findings.more += more;
    if (!streams) this.findings.add({ check: 'streams', expected: 'the root of the map of streams in the checkpoint', found: 'none' });
    // Without all entries, the map cannot be the same; that they are not there was said.
    else if (this.leaves.unread + unread === 0 && this.leaves.served.size === size && !streams.equals(root)) {
      this.findings.add({
        check: 'streams',
        expected: streams.toString('base64'),
        found: `${Buffer.from(root).toString('base64')}, which follows from the entries`,
      });
    }
  }
}

/** The event about which a finding is, near the index at which it stands in the tree. */
async function findEntry(source: Source, size: number, index: number, sought: Sought): Promise<Entry | undefined> {
  const page = Math.floor(index / TILE_WIDTH);
  for (const n of [page, page - 1, page + 1]) {
    const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH);
    if (n < 0 || width <= 0) continue;
    const entries = await source.entries(n, width).catch((error: unknown) => void sentenceOf(error));
    for (const bytes of entries ?? []) {
      const entry = readEntry(bytes);
      if (typeof entry !== 'string' && isSought(entry, sought)) return entry;
    }
  }
  return undefined;
}

/**
 * Checks all of a log, in one pass and in the same memory for any size: docs/transparency-log.md says what. What is not as it must be
 * is found and told, and does not throw.
 * @throws SourceUnavailable when it cannot be read; ProofRefused when the kept checkpoint is none
 */
export async function verifyLog(source: Source, options: VerifyOptions): Promise<Verification> {
  const findings = new Findings();
  const kept = options.kept === undefined ? undefined : readSigned(options.kept);
  const text = await source.checkpoint();
  const signed = tried(findings, 'checkpoint', 'a signed checkpoint', () => readSigned(text));
  const folder = SpillFolder.make(options.temporary);
  try {
    const run = signed && new Run(source, options, signed, kept, findings, folder);
    const { streams, cosignedBy } = (await run?.through()) ?? { streams: 0, cosignedBy: [] };
    const size = signed?.checkpoint.size ?? 0;
    await findings.name((index, sought) => findEntry(source, size, index, sought));
    return {
      source: source.name,
      origin: signed?.checkpoint.origin ?? null,
      size,
      root: signed?.checkpoint.root.toString('base64') ?? null,
      streamsRoot: signed?.checkpoint.streams?.toString('base64') ?? null,
      streams,
      signedBy: (run?.signer ?? options.key).text,
      cosignedBy: cosignedBy.map((witness) => witness.text),
      keptSize: kept?.checkpoint.size ?? null,
      isRight: findings.hasNone,
      findings: findings.told,
      more: findings.more,
      checkpoint: text,
    };
  } finally {
    folder.remove();
  }
}
