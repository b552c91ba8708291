import type { Text } from '../provision.js';
import { listIn } from './list-in.js';

/** The places of a longest rising run in a list of different numbers (patience sorting, O(n log n)). */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  numbers.forEach((number, place) => {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
      else high = middle;
    }
    previous[place] = low > 0 ? ends[low - 1] : undefined;
    ends[low] = place;
  });
  const rise = new Set<number>();
  for (let place = ends.at(-1); place !== undefined; place = previous[place]) rise.add(place);
  return rise;
}

/** The eIds of provisions that stand in both texts, but at another place: under another parent, or in another order among those that stayed. */
export function movedBetween(before: Text, after: Text): ReadonlySet<string> {
  const now = new Map(after.map(({ eId, parent }, place) => [eId, { parent, place }]));
  const moved = new Set<string>();
  const stayed = new Map<string | null, { readonly eId: string; readonly place: number }[]>();
  for (const { eId, parent } of before) {
    const place = now.get(eId);
    if (!place) continue;
    if (place.parent !== parent) moved.add(eId);
    else listIn(stayed, parent).push({ eId, place: place.place });
  }
  for (const siblings of stayed.values()) {
    const rise = longestRise(siblings.map(({ place }) => place));
    siblings.forEach(({ eId }, index) => {
      if (!rise.has(index)) moved.add(eId);
    });
  }
  return moved;
}
