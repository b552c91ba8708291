/** A sleep that others may end. A call that comes while nobody sleeps ends the next sleep at once. */
export class WakeUp {
  private called = false;
  private end: (() => void) | undefined;

  now(): void {
    this.called = true;
    this.end?.();
  }

  /** @param patience milliseconds */
  async wait(patience: number): Promise<void> {
    if (!this.called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.end = undefined;
    }
    this.called = false;
  }
}
