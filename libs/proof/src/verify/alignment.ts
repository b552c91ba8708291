/** How far is looked for the entry that a hash belongs to. */
const WINDOW = 256;
/** After so many that differ in a row, nothing is looked for: everything is another. */
const HOPELESS = 1_024;

/** An entry as it was served, and its leaf hash as computed. */
export interface Computed {
  readonly entry: Buffer;
  readonly hash: Buffer;
}

/** How the entries go with the hashes of the tree, from one to the next. */
export type Step =
  | { readonly kind: 'same' | 'changed'; readonly hash: Buffer; readonly own: Computed }
  /** Two neighbours stand in each other's place. */
  | { readonly kind: 'swapped'; readonly hashes: readonly [Buffer, Buffer]; readonly own: readonly [Computed, Computed] }
  /** The tree has a leaf that no entry belongs to. */
  | { readonly kind: 'missing'; readonly hash: Buffer }
  /** There is an entry that the tree does not have here. */
  | { readonly kind: 'inserted'; readonly own: Computed };

/**
 * Lays what was served as entries against what was served as leaf hashes. An entry that was taken out or put in moves all that follow,
 * and only that one is told.
 */
export class Alignment {
  private own: Computed[] = [];
  private hashes: Buffer[] = [];
  private changed = 0;

  /** Whether nothing waits for what comes next. */
  get isSettled(): boolean {
    return this.own.length === 0 && this.hashes.length === 0;
  }

  /** Whether entries wait for the hash that they belong to. */
  get hasEntries(): boolean {
    return this.own.length > 0;
  }

  push(own: readonly Computed[], hashes: readonly Buffer[]): void {
    this.own.push(...own);
    this.hashes.push(...hashes);
  }

  /** The steps that are certain; with nothing more to come, all of them. */
  *steps(isEnd: boolean): Generator<Step> {
    let [at, from] = [0, 0];
    while (at < this.own.length || from < this.hashes.length) {
      const [own, hash] = [this.own[at], this.hashes[from]];
      const isSame = own !== undefined && hash !== undefined && own.hash.equals(hash);
      const isClear = this.own.length - at > WINDOW && this.hashes.length - from > WINDOW;
      if (!isSame && !isClear && !isEnd) break;
      const step = isSame ? ({ kind: 'same', hash, own } as const) : this.resolve(at, from);
      if (step.kind !== 'missing') at += step.kind === 'swapped' ? 2 : 1;
      if (step.kind !== 'inserted') from += step.kind === 'swapped' ? 2 : 1;
      this.changed = step.kind === 'changed' ? this.changed + 1 : 0;
      yield step;
    }
    this.own = this.own.slice(at);
    this.hashes = this.hashes.slice(from);
  }

  private matches(at: number, from: number): boolean {
    const [own, hash] = [this.own[at], this.hashes[from]];
    return own !== undefined && hash !== undefined && own.hash.equals(hash);
  }

  private resolve(at: number, from: number): Step {
    const [own, hash] = [this.own[at], this.hashes[from]];
    if (!own) return { kind: 'missing', hash: hash ?? Buffer.alloc(0) };
    if (!hash) return { kind: 'inserted', own };
    const changed: Step = { kind: 'changed', hash, own };
    if (this.matches(at + 1, from + 1) || this.changed > HOPELESS) return changed;
    for (let step = 1; step <= WINDOW; step++) {
      const [isMissing, isInserted] = [this.matches(at, from + step), this.matches(at + step, from)];
      if (isMissing && isInserted) return step === 1 ? this.swapped(at, from) : changed;
      if (isMissing) return { kind: 'missing', hash };
      if (isInserted) return { kind: 'inserted', own };
    }
    return changed;
  }

  private swapped(at: number, from: number): Step {
    const [first, second] = [this.own[at], this.own[at + 1]] as [Computed, Computed];
    return { kind: 'swapped', hashes: [this.hashes[from], this.hashes[from + 1]] as [Buffer, Buffer], own: [first, second] };
  }
}
