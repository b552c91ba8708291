import type { Attributes, MetaElement } from './document.js';
import type { Printable } from './print-xml.js';
import type { Losses } from './unsupported.js';
import type { XmlElement } from './xml.js';

/** Parts of `<meta>` whose elements hold words or elements of others; the rest holds attributes alone. */
const OF_WORDS: ReadonlyMap<string, string> = new Map([
  ['proprietary', 'what others add to the metadata has no place'],
  ['presentation', 'how the document looks has no place'],
  ['notes', 'a note is no part of the text'],
  ['preservation', 'what others add to the metadata has no place'],
]);

/** The attributes of the vocabulary itself. */
export function keptAttributes(element: XmlElement, at: string, losses: Losses): Attributes {
  const kept = new Map<string, string>();
  for (const [name, value] of element.attributes) {
    if (name.startsWith('{')) losses.attribute(element, name, at, 'other vocabularies have no place', value);
    else kept.set(name, value);
  }
  return kept;
}

/** An element of the metadata as it stands. */
const readMeta = (element: XmlElement, at: string, losses: Losses): MetaElement => ({
  element: element.name,
  attributes: keptAttributes(element, at, losses),
  parts: readMetaParts(element, `${at}/${element.name}`, losses),
});

export function readMetaParts({ children, line }: XmlElement, at: string, losses: Losses): readonly MetaElement[] {
  return children.flatMap((child): readonly MetaElement[] => {
    if (typeof child === 'string') {
      losses.strayWords(child, at, line);
      return [];
    }
    const why = OF_WORDS.get(child.name) ?? (child.name.startsWith('{') ? OF_WORDS.get('proprietary') : undefined);
    if (why) losses.dropped(child, at, why);
    return why ? [] : [readMeta(child, at, losses)];
  });
}

export const printMeta = ({ element, attributes, parts }: MetaElement): Printable => ({
  name: element,
  attributes,
  content: parts.map(printMeta),
});

/** The first element on a path: `identification`, `FRBRExpression`, `FRBRlanguage`. */
export function metaAt(meta: readonly MetaElement[], ...path: readonly string[]): MetaElement | undefined {
  const [first, ...rest] = path;
  const found = meta.find(({ element }) => element === first);
  return found && rest.length > 0 ? metaAt(found.parts, ...rest) : found;
}

/** All elements of a name within some part of the metadata, however deep. */
export function metaNamed(meta: readonly MetaElement[], name: string): readonly MetaElement[] {
  return meta.flatMap((part) => [...(part.element === name ? [part] : []), ...metaNamed(part.parts, name)]);
}
