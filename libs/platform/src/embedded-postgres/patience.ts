/** Told what a person who waits may want to know, a sentence at a time. */
export type Log = (message: string) => void;

const TELL_EVERY_MS = 10_000;

/** Says every ten seconds what is being waited for. */
export class Patience {
  #told = Date.now();

  constructor(
    private readonly log: Log,
    private readonly message: string,
  ) {}

  tell(): void {
    if (Date.now() - this.#told < TELL_EVERY_MS) return;
    this.#told = Date.now();
    this.log(this.message);
  }
}
