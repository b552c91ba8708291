import { type ClockParts, DeadlineClock } from '../deadlines/deadline-clock.js';
import { ProjectionWorker, type WorkerParts } from '../runtime/worker.js';
import type { Catalogue } from './catalogue.js';

/** What a context runs beside the requests, as long as the worker does. */
export interface Companion {
  start(): void;
  /** Ends when what is under way is written. */
  stop(): Promise<void>;
}

/** Everything that runs beside the requests: the projections, the process managers, the clock of the deadlines, and companions. */
export class Worker {
  private readonly companions: Companion[] = [];
  private work: { readonly projections: ProjectionWorker; readonly clock: DeadlineClock | undefined } | undefined;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly parts: WorkerParts & ClockParts,
  ) {}

  /** Lets something begin and end with the worker. */
  accompany(companion: Companion): void {
    this.companions.push(companion);
  }

  /** Begins; any number of workers, in any number of processes, share the work. */
  async start(): Promise<void> {
    if (this.work) return;
    const projections = new ProjectionWorker(this.parts, await this.catalogue.models());
    const clock = this.catalogue.hasDeadlines ? new DeadlineClock(this.parts) : undefined;
    this.work = { projections, clock };
    projections.start();
    clock?.start();
    for (const companion of this.companions) companion.start();
  }

  /** Ends when what is under way is written. */
  async stop(): Promise<void> {
    const { work } = this;
    this.work = undefined;
    await Promise.all([work?.clock?.stop(), work?.projections.stop(), ...this.companions.map((companion) => companion.stop())]);
  }
}
