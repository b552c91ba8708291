import type { EventLog } from '@concord/event-log';
import type { Position, RecordedEvent, Uuid } from '@concord/kernel';
import { type BucketTree, formatCheckpoint, leafHash, signNote, TILE_WIDTH } from '@concord/proof';
import type { PoolClient } from 'pg';
import { entryOf } from '../entry.js';
import type { KeySucceeded } from '../notary-key/notary-key.events.js';
import type { RightEdge } from './right-edge.js';
import type { Signer, SigningKeys } from './signing-keys.js';
import { LogBroken, moveStreams } from './streams.js';
import { edgeOf, lastLeaf, mapOf, PAGE_WIDTH, type TreeRow, treeOf, writeStep } from './tree-store.js';

/** Another notary has moved the tree. */
export class TreeMoved extends Error {
  override readonly name = 'TreeMoved';
}

/** Writes events into the tree of a log. What it remembers is good as long as each step succeeds; after a failure, open another one. */
export class Scribe {
  private constructor(
    private readonly keys: SigningKeys,
    private readonly log: Uuid,
    private tree: TreeRow,
    private signer: Signer,
    private readonly edge: RightEdge,
    private readonly map: BucketTree,
  ) {}

  /** @throws LogBroken when the last event of the tree is not in the log as it was */
  static async open(client: PoolClient, log: EventLog, keys: SigningKeys): Promise<Scribe> {
    const identity = await log.identity();
    const tree = await treeOf(client, identity);
    const [signer, edge, map] = [await keys.current(client, tree), await edgeOf(client, tree), await mapOf(client, tree)];
    await checkEnd(log, tree, await lastLeaf(client, tree));
    const scribe = new Scribe(keys, identity, tree, signer, edge, map);
    await client.query('INSERT INTO concord_transparency.checkpoint (tree, size, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      ...[tree.id, tree.size, scribe.note()],
    ]);
    return scribe;
  }

  /** Of the last event in the tree. */
  get position(): Position {
    return this.tree.position;
  }

  get treeId(): number {
    return this.tree.id;
  }

  get size(): number {
    return this.tree.size;
  }

  /**
   * Takes events in and signs the tree they make.
   * @param events the next ones of the log, in its order
   * @throws TreeMoved, LogBroken
   */
  async write(client: PoolClient, events: readonly RecordedEvent[]): Promise<void> {
    const { size, position: before } = await treeOf(client, this.log);
    if (size !== this.tree.size) throw new TreeMoved(`The tree has ${size} leaves, where this notary left ${this.tree.size}`);
    const leaves = events.map((event) => leafHash(entryOf(event)));
    const steps = events.map(({ stream, revision }, n) => ({ stream, revision, index: size + n, leaf: leaves[n] as Buffer }));
    const strips = this.edge.append(leaves);
    const buckets = await moveStreams(client, this.tree.id, steps);
    for (const [n, hash] of buckets) this.map.set(n, hash);
    await this.followKeys(client, events);
    const position = events.at(-1)?.position ?? before;
    const after = (n: number): Position => events[n - 1]?.position ?? before;
    this.tree = { ...this.tree, size: size + events.length, position, signer: this.signer.number };
    await writeStep(client, this.tree, {
      ...{ size: this.tree.size, position, strips, buckets, signer: this.signer.number, note: this.note() },
      events: events.map(({ id }, n) => ({ id, index: size + n })),
      bundles: events.flatMap((_, n) => ((size + n) % TILE_WIDTH === 0 ? [{ n: (size + n) / TILE_WIDTH, after: after(n) }] : [])),
      pages: new Map([...new Set([...buckets.keys()].map((n) => Math.floor(n / PAGE_WIDTH)))].map((n) => [n, this.map.page(n)])),
    });
  }

  /** The signed checkpoint of the tree as it stands. */
  private note(): string {
    const { origin, size } = this.tree;
    return signNote(formatCheckpoint({ origin, size, root: this.edge.root(), streams: this.map.root() }), this.signer);
  }

  /** The log says which key signs. */
  private async followKeys(client: PoolClient, events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      if (event.type !== 'transparency.notary.KeySucceeded' || !event.stream.endsWith(`/${this.log}`)) continue;
      this.signer = await this.keys.named(client, this.tree, (event as RecordedEvent<KeySucceeded>).data.successor);
    }
  }
}

/** @throws LogBroken when the event at the end of the tree is another one in the log */
async function checkEnd(log: EventLog, { size, position }: TreeRow, known: Buffer | undefined): Promise<void> {
  if (!known) return;
  for await (const event of log.readAll({ until: position, backwards: true })) {
    if (event.position === position && leafHash(entryOf(event)).equals(known)) return;
    break;
  }
  throw new LogBroken(`Event ${size - 1} of the log, at position ${position}, is not what it was when it was taken into the tree`);
}
