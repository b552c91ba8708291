/** The most words by which two texts are compared word by word. */
const EDITS_AT_MOST = 1_000;

/** Steps of comparison for one difference, some tenths of a second: comparing texts with `n` words between them takes n² of them. */
const STEPS = 8_000_000;

/** What comparing may still cost. It is counted, not timed, so that the same texts give the same difference everywhere. */
export class Effort {
  private left = STEPS;

  /** The most edits that may be looked for now. */
  get edits(): number {
    return Math.min(EDITS_AT_MOST, Math.floor(Math.sqrt(this.left)));
  }

  /** Counts a comparison that found so many edits, or gave up at so many. */
  spend(edits: number): void {
    this.left = Math.max(0, this.left - edits * edits);
  }
}
