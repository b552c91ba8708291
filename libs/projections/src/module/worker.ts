import { type ClockParts, DeadlineClock } from '../deadlines/deadline-clock.js';
import { ProjectionWorker, type WorkerParts } from '../runtime/worker.js';
import type { Catalogue } from './catalogue.js';

/** Everything that runs beside the requests: the projections, the process managers and the clock of the deadlines. */
export class Worker {
  private work: { readonly projections: ProjectionWorker; readonly clock: DeadlineClock | undefined } | undefined;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly parts: WorkerParts & ClockParts,
  ) {}

  /** Begins; any number of workers, in any number of processes, share the work. */
  async start(): Promise<void> {
    if (this.work) return;
    const projections = new ProjectionWorker(this.parts, await this.catalogue.models());
    const clock = this.catalogue.hasDeadlines ? new DeadlineClock(this.parts) : undefined;
    this.work = { projections, clock };
    projections.start();
    clock?.start();
  }

  /** Ends when what is under way is written. */
  async stop(): Promise<void> {
    const { work } = this;
    this.work = undefined;
    await Promise.all([work?.clock?.stop(), work?.projections.stop()]);
  }
}
