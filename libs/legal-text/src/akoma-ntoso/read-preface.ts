import type { AkomaNtosoDocument } from './document.js';
import { Losses } from './unsupported.js';
import { wordsWithin } from './words.js';
import { elementsOf, isBlank, type XmlElement } from './xml.js';

/** The lines of a part of the document that is no provision. */
export function readLines(element: XmlElement, at: string, losses: Losses, without?: XmlElement): string | null {
  losses.attributesOf(element, at);
  return wordsWithin(element, { at, losses, without });
}

/** The elements that lead to the first one of a name, which is the last of them. */
function pathTo(name: string, within: XmlElement): readonly XmlElement[] {
  for (const child of elementsOf(within)) {
    const path = child.name === name ? [child] : [child, ...pathTo(name, child)];
    if (path.at(-1)?.name === name) return path;
  }
  return [];
}

const holdsOnly = ({ children }: XmlElement, part: XmlElement | undefined): boolean =>
  children.every((child) => child === part || (typeof child === 'string' && isBlank(child)));

/** The title, and the other lines of the preface. A title within a longer line stays in that line, too. */
export function readPreface(preface: XmlElement, at: string, losses: Losses): Pick<AkomaNtosoDocument, 'title' | 'preface'> {
  const found = pathTo('docTitle', preface);
  const path = found.length > 0 ? found : pathTo('longTitle', preface);
  const element = path.at(-1);
  if (!element) return { title: null, preface: readLines(preface, at, losses) };
  const first = path.findIndex((_, place) => path.slice(place, -1).every((holder, index) => holdsOnly(holder, path[place + index + 1])));
  const isApart = first < path.length - 1 || path.length === 1;
  if (isApart) for (const holder of path.slice(first)) losses.attributesOf(holder, at);
  return {
    title: wordsWithin(element, { at, losses: isApart ? losses : new Losses() }),
    preface: readLines(preface, at, losses, isApart ? path[first] : undefined),
  };
}

/** The title that stands on the cover, which keeps it; for documents that have it nowhere else. */
export function titleOnCover(coverPage: XmlElement, at: string): string | null {
  const title = pathTo('docTitle', coverPage).at(-1);
  return title ? wordsWithin(title, { at, losses: new Losses() }) : null;
}
