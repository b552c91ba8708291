/** Work that goes on until it is stopped. To start it again while it runs, or to stop it twice, does nothing. */
export class UntilStopped {
  private stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** @param work ends soon after its signal is aborted, and does not throw */
  constructor(private readonly work: (signal: AbortSignal) => Promise<void>) {}

  /** Aborted once the work is to end. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  start(): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.running = this.work(this.stopping.signal);
  }

  /** Ends when the work has. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = undefined;
  }
}
