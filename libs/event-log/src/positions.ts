import { isPosition, type Position } from '@concord/kernel';

/** Positions are counted in numbers inside an adapter: no log reaches 2^53 events, and a position beyond is only "later than all". */
export const toPosition = (place: number): Position => String(place) as Position;

/** @throws RangeError when the text is no position. */
export function placeOf(position: Position): number {
  if (!isPosition(position))
    throw new RangeError(`${JSON.stringify(position)} is no position in the log: a whole number without leading zeros`);
  return Math.min(Number(position), Number.MAX_SAFE_INTEGER);
}
