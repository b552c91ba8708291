import { type Rejection, reject } from '@concord/kernel';
import { plainTexts } from '../plain-texts.js';
import type { SectionInput } from './standard.commands.js';
import type { Section } from './standard.events.js';

/** A part of a text, whether of a standard or of a pledge, as events hold it. */
export const sectionOf = ({ eId, heading, text }: SectionInput): Section => ({ eId, heading: heading ?? null, text: plainTexts(text) });

/** A place is named once in a text. */
export function repeatedPlace(sections: readonly Section[]): Rejection | undefined {
  const places = new Set<string>();
  for (const [index, { eId }] of sections.entries()) {
    if (places.has(eId))
      return reject('SECTION_EXISTS', `Two sections have the eId ${eId}`, { field: `sections.${index}.eId`, value: eId });
    places.add(eId);
  }
  return undefined;
}
