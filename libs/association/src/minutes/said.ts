import type { LocalizedText } from '@concord/reference-data';
import { type Block, type Facts, joined, type Line, quoted } from './document.js';
import type { NamedParty } from './minutes.js';

export const NONE = '–';

export const textsSaid = (texts: readonly LocalizedText[], id: string): Line =>
  texts.length === 0
    ? [id]
    : [
        ...joined(
          texts.map(({ text, language }) => [quoted(text, language)]),
          ' / ',
        ),
        ` (${id})`,
      ];
export const partySaid = ({ party, name }: NamedParty): Line => (name === null ? [party] : [quoted(name), ` (${party})`]);
export const partiesSaid = (parties: readonly NamedParty[]): Line => (parties.length > 0 ? joined(parties.map(partySaid), '; ') : ['none']);
export const listed = (items: readonly string[]): Line =>
  joined(
    items.map((item) => [quoted(item)]),
    '; ',
  );
export const facts = (...all: readonly (Facts['facts'][number] | null)[]): Facts => ({
  kind: 'FACTS',
  facts: all.filter((fact) => fact !== null),
});
export const said = (...line: Line): Block => ({ kind: 'PARAGRAPH', line });
