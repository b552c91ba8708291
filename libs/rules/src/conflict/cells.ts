/** Whole numbers from `low` to `high`, both included, that no comparison tells apart. */
export interface Cell {
  readonly low: bigint;
  readonly high: bigint;
}

/** A range of whole numbers in pieces: each cut is the first number of a piece. */
export function cellsOf(cuts: Iterable<bigint>, { low, high }: Cell): readonly Cell[] {
  const starts = [low, ...[...new Set(cuts)].filter((cut) => cut > low && cut <= high).sort((a, b) => (a < b ? -1 : 1))];
  return starts.map((start, index) => ({ low: start, high: (starts[index + 1] ?? high + 1n) - 1n }));
}
