import { jurisdictionsOf } from '@concord/reference-data';
import { type Direction, directionOf, type Way } from '@concord/rules';

/** A border that goods cross. */
export interface Crossing {
  readonly jurisdiction: string;
  readonly direction: Direction;
  /** Jurisdictions whose border is crossed there, too: of the country's bloc, or of the bloc's country; in alphabetical order. */
  readonly alongside: readonly string[];
}

/** All borders that goods cross on their way: those of both countries, and of blocs that they leave or enter. */
export function crossingsOf(way: Way): readonly Crossing[] {
  return [way.origin, way.destination].flatMap((country) => {
    const crossed = jurisdictionsOf(country).filter((jurisdiction) => directionOf(jurisdiction, way));
    return crossed.map((jurisdiction) => ({
      jurisdiction,
      direction: directionOf(jurisdiction, way) as Direction,
      alongside: crossed.filter((other) => other !== jurisdiction).sort(),
    }));
  });
}
