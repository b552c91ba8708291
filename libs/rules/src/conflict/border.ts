import { reaches } from '@concord/reference-data';
import type { Direction } from '../requirement.js';

/** The way of goods: ISO 3166-1 alpha-2 codes. */
export interface Way {
  readonly origin: string;
  readonly destination: string;
}

/** Which border of the jurisdiction the goods cross; none of a bloc's where they stay inside it. */
export function directionOf(jurisdiction: string, { origin, destination }: Way): Direction | undefined {
  const leaves = reaches(jurisdiction, origin);
  const enters = reaches(jurisdiction, destination);
  if (leaves === enters) return undefined;
  return enters ? 'IMPORT' : 'EXPORT';
}
