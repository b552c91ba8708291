import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '@concord/event-log';
import { type Companion, inTransaction, Lease, type RuntimeLog, UntilStopped } from '@concord/projections';
import type { Pool } from 'pg';
import { forgetOldCheckpoints } from './old-checkpoints.js';
import { Scribe } from './scribe.js';
import type { SigningKeys } from './signing-keys.js';

/** What only one notary does at a time, of all processes over one database. */
const OFFICE = 'notary';
/** Milliseconds between two checkpoints while events trickle in: a checkpoint covers them at the latest one second after the last. */
const PACE = 500;
/** Events that one checkpoint adds at most. */
const BATCH = 4_000;
/** Milliseconds between two times that old checkpoints are let go of. */
const TIDYING = 600_000;
/** Milliseconds until the work is tried again, or until a notary that stands by looks whether the other is gone. */
const PATIENCE = 1_000;

export interface NotaryParts {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly keys: SigningKeys;
  readonly runtimeLog: RuntimeLog;
  /** Called after each checkpoint, by the one notary that is at work. */
  readonly signed: (signal: AbortSignal) => void;
}

/**
 * Appends every event of the log to its tree, and signs. What it has done stands in the database in whole steps: it may die at
 * any moment, and the next one goes on with the same tree. Of several one works, and the others stand by; one that believes it
 * is still the one cannot write, because each step finds the tree where it left it, or does nothing.
 */
export class Notary implements Companion {
  private readonly running = new UntilStopped((signal) => this.run(signal));

  constructor(private readonly parts: NotaryParts) {}

  start(): void {
    this.running.start();
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.holdOffice(signal);
      } catch (error) {
        if (signal.aborted) return;
        const isAlarm = error instanceof Error && error.name === 'LogBroken';
        const message = error instanceof Error ? error.message : String(error);
        this.parts.runtimeLog[isAlarm ? 'error' : 'warn']({ error: message }, 'The notary signs nothing, and tries again');
      }
      await pause(PATIENCE, undefined, { signal }).catch(() => undefined);
    }
  }

  private async holdOffice(signal: AbortSignal): Promise<void> {
    const lease = await Lease.open(this.parts.pool, () => undefined);
    try {
      await lease.hold(new Set([OFFICE]));
      if (lease.holds(OFFICE)) await this.notarise(AbortSignal.any([signal, lease.lost]));
    } finally {
      await lease.close();
    }
  }

  /** Until the signal says so. */
  private async notarise(signal: AbortSignal): Promise<void> {
    const { pool, log, keys, signed } = this.parts;
    const scribe = await inTransaction(pool, (client) => Scribe.open(client, log, keys));
    signed(signal);
    let tidied = Number.NEGATIVE_INFINITY;
    for await (const { events, caughtUp } of log.subscribe({ after: scribe.position, signal, batchSize: BATCH })) {
      if (events.length > 0) {
        await inTransaction(pool, (client) => scribe.write(client, events));
        signed(signal);
      }
      if (performance.now() - tidied > TIDYING) {
        await inTransaction(pool, (client) => forgetOldCheckpoints(client, scribe.treeId));
        tidied = performance.now();
      }
      if (caughtUp) await pause(PACE, undefined, { signal }).catch(() => undefined);
    }
  }
}
