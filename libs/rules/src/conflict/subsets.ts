/** All subsets, the smallest first. */
export function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  let subsets: readonly (readonly T[])[] = [[]];
  for (const item of items) subsets = subsets.concat(subsets.map((subset) => [...subset, item]));
  return subsets.toSorted((a, b) => a.length - b.length);
}

/** The subsets of one and of two items. */
export const singlesAndPairsOf = <T>(items: readonly T[]): readonly (readonly T[])[] => [
  ...items.map((item) => [item]),
  ...items.flatMap((item, index) => items.slice(index + 1).map((other) => [item, other])),
];

/** Every way to take one of each list. */
export const oneOfEach = <T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  lists.reduce<readonly (readonly T[])[]>((before, list) => before.flatMap((chosen) => list.map((item) => [...chosen, item])), [[]]);
