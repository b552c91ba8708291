import type { Provision, Text } from '../provision.js';
import { listIn } from './list-in.js';

function partsOf(text: Text): ReadonlyMap<string | null, readonly Provision[]> {
  const parts = new Map<string | null, Provision[]>();
  for (const provision of text) listIn(parts, provision.parent).push(provision);
  return parts;
}

/** The parts of one provision: those of now, and those that are gone in front of the sibling that stood behind them. */
function siblingsOf(
  before: readonly Provision[],
  after: readonly Provision[],
  isGone: (provision: Provision) => boolean,
): readonly Provision[] {
  const here = new Set(after.map(({ eId }) => eId));
  const inFront = new Map<string, Provision[]>();
  let waiting: Provision[] = [];
  for (const provision of before) {
    if (isGone(provision)) waiting.push(provision);
    else if (here.has(provision.eId)) {
      inFront.set(provision.eId, waiting);
      waiting = [];
    }
  }
  return [...after.flatMap((provision) => [...(inFront.get(provision.eId) ?? []), provision]), ...waiting];
}

/** The provisions of two texts in one reading order: that of the later one, with what is gone from it where it stood. */
export function inMergedOrder(before: Text, after: Text): Text {
  const present = new Set(after.map(({ eId }) => eId));
  const isGone = ({ eId }: Provision): boolean => !present.has(eId);
  const [old, now] = [partsOf(before), partsOf(after)];
  const partsIn = (eId: string | null) => siblingsOf(old.get(eId) ?? [], now.get(eId) ?? [], isGone);
  const result: Provision[] = [];
  const left = partsIn(null).toReversed();
  for (let next = left.pop(); next; next = left.pop()) {
    result.push(next);
    left.push(...partsIn(next.eId).toReversed());
  }
  return result;
}
