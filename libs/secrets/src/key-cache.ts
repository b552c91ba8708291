/** How many keys are remembered. */
const MOST = 1_000;
/** Milliseconds that a key is remembered: as long may another process go on opening what is destroyed here. */
export const REMEMBERED_MS = 30_000;

interface Entry<Keys> {
  readonly keys: Promise<Keys | null>;
  readonly until: number;
}

/** Remembers for a while the keys that were used last, so that a ballot with many votes asks the database once. */
export class KeyCache<Keys> {
  private readonly entries = new Map<string, Entry<Keys>>();

  /** @param now milliseconds on any clock that never goes back */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Those who ask at once share one look. That there is no key is not remembered. */
  get(subject: string, look: () => Promise<Keys | null>): Promise<Keys | null> {
    const known = this.entries.get(subject);
    if (known && known.until > this.now()) return known.keys;
    const entry: Entry<Keys> = { keys: look(), until: this.now() + REMEMBERED_MS };
    this.entries.delete(subject);
    this.entries.set(subject, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST && oldest !== undefined) this.entries.delete(oldest);
    const drop = (): void => {
      if (this.entries.get(subject) === entry) this.entries.delete(subject);
    };
    entry.keys.then((keys) => keys ?? drop(), drop);
    return entry.keys;
  }

  /** Also a look that is under way: whoever asks from now on looks anew. */
  forget(subject: string): void {
    this.entries.delete(subject);
  }
}
