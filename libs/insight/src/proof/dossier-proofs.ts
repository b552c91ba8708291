import { setTimeout as pause } from 'node:timers/promises';
import { comparePositions, type RecordedEvent } from '@concord/kernel';
import { entryOf, Proofs, TreeReader } from '@concord/transparency';
import { Injectable } from '@nestjs/common';
import type { Proofs as ProofsOfDossiers, ProofsOfEvents } from '../dossier/proofs.js';

/** Milliseconds that a checkpoint gets to cover what was recorded a moment ago: a notary takes one second. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 100;

/** The proofs that a dossier carries: of each act its entry and a `.tlog-proof`, of each object that the log has no other acts of it. */
@Injectable()
export class DossierProofs implements ProofsOfDossiers {
  constructor(
    private readonly proofs: Proofs,
    private readonly tree: TreeReader,
  ) {}

  async proofsOf(events: readonly RecordedEvent[]): Promise<ProofsOfEvents> {
    await this.untilCovered(events);
    const proven: Record<string, unknown> = {};
    const proofs = await this.proofs.ofEvents(events.map(({ id }) => id));
    for (const event of events) {
      const made = proofs.get(event.id);
      if (made) proven[event.id] = { entry: entryOf(event).toString('utf8'), index: made.index, proof: made.proof };
    }
    const streams: Record<string, unknown> = {};
    for (const stream of new Set(events.map((event) => event.stream))) {
      // The acts are told already: of the others, which the reader need not see, the leaf hash is enough.
      const made = await this.proofs.ofStream(stream, () => false);
      if (made) streams[stream] = made;
    }
    return { checkpoint: (await this.tree.checkpoint())?.note ?? null, events: proven, streams };
  }

  /** What is not covered in time is told without a proof. */
  private async untilCovered(events: readonly RecordedEvent[]): Promise<void> {
    const last = events
      .map(({ position }) => position)
      .sort(comparePositions)
      .at(-1);
    for (const end = performance.now() + PATIENCE_MS; last && performance.now() < end; await pause(LOOK_MS)) {
      const uncovered = await this.tree.firstUncovered();
      if (!uncovered || comparePositions(uncovered.position, last) > 0) return;
    }
  }
}
