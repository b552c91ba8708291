import { ancestorsOf } from '@concord/reference-data';
import type { Direction } from '@concord/rules';
import type { CoveringNorm } from './covering-norm.js';
import { type Days, without } from './period.js';
import type { Reach } from './reach.js';

/** Goods of one kind over one border. */
export interface Flow {
  readonly jurisdiction: string;
  readonly direction: Direction;
  /** The other jurisdictions whose border is crossed there, joined by commas. */
  readonly alongside: string;
  /** A subheading of the Harmonized System. */
  readonly code: string;
}

/** All goods, where a norm is limited to none. */
const ALL_GOODS = '';
const keyOf = (jurisdiction: string, direction: Direction, code: string): string => `${jurisdiction} ${direction} ${code}`;

/** Finds the days on which no norm in force covers a flow. A norm of a bloc covers what crosses the border of the bloc, too. */
export class Gaps {
  private readonly reaches = new Map<string, Reach[]>();

  constructor(norms: readonly Pick<CoveringNorm, 'jurisdiction' | 'hsCodes' | 'reach'>[]) {
    for (const { jurisdiction, hsCodes, reach } of norms) {
      for (const code of hsCodes.length === 0 ? [ALL_GOODS] : hsCodes) {
        for (const span of reach) for (const direction of span.directions) this.add(keyOf(jurisdiction, direction, code), span);
      }
    }
  }

  /** The days, of those given, on which nothing covers the flow. */
  daysWithout({ jurisdiction, direction, alongside, code }: Flow, days: Days): readonly Days[] {
    const places = [jurisdiction, ...alongside.split(',').filter(Boolean)];
    const codes = [ALL_GOODS, ...ancestorsOf(code), code];
    return without(
      days,
      places.flatMap((place) => codes.flatMap((covering) => this.reaches.get(keyOf(place, direction, covering)) ?? [])),
    );
  }

  private add(key: string, reach: Reach): void {
    const known = this.reaches.get(key);
    if (known) known.push(reach);
    else this.reaches.set(key, [reach]);
  }
}
