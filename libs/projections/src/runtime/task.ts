import { Fenced, messageOf, PoisonEvent } from './faults.js';
import type { RuntimeLog } from './log.js';

/** Milliseconds before the next attempt: doubling up to 5,000, less up to half by chance. */
const backoff = (failures: number): number => Math.min(5_000, 50 * 2 ** Math.min(failures, 10)) * (1 - Math.random() / 2);

/** Work under way on one model. It ends by its signal, when there is nothing to do, or with a fault, after which it rests a while. */
export class Task {
  private readonly stopping = new AbortController();
  private failures = 0;
  private notBefore = 0;
  private working: Promise<void> | undefined;

  constructor(
    private readonly projection: string,
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly log: RuntimeLog,
  ) {}

  get isRunning(): boolean {
    return this.working !== undefined;
  }

  /** Begins, unless it runs or rests. */
  start(ended: () => void): void {
    if (this.working || this.stopping.signal.aborted || performance.now() < this.notBefore) return;
    const began = performance.now();
    this.working = this.work(this.stopping.signal)
      .catch((error: unknown) => this.failed(error, performance.now() - began))
      .finally(() => {
        this.working = undefined;
        ended();
      });
  }

  /** Ends the work, and waits until it has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  private failed(error: unknown, lasted: number): void {
    const projection = this.projection;
    if (error instanceof Fenced) return;
    if (error instanceof PoisonEvent) {
      const { id, type, position } = error.event;
      this.log.error(
        { projection, eventId: id, type, position },
        `The projection ${projection} stands before an event that it cannot handle: ${error.message}`,
      );
      return;
    }
    // What ran for long and then failed has not failed again.
    this.failures = lasted > 10_000 ? 1 : this.failures + 1;
    this.notBefore = performance.now() + backoff(this.failures);
    this.log.warn({ projection, failures: this.failures, error: messageOf(error) }, `The projection ${projection} failed and tries again`);
  }
}
