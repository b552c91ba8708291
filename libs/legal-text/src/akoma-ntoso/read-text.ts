import type { LocalizedText } from '@concord/reference-data';
import { isEId } from '../e-id.js';
import { PROVISION_KINDS, type Provision, type ProvisionKind, type Text } from '../provision.js';
import type { Attributes } from './document.js';
import { CROSS_HEADING, elementOfKind, kindOfElement, WRAP_UP } from './elements.js';
import { keptAttributes } from './meta.js';
import { type Losses, wordsIn } from './unsupported.js';
import { gather, Lines, wordsWithin } from './words.js';
import { elementNamed, elementsOf, isBlank, type XmlElement } from './xml.js';

/** A provision while it is read. The top of the text is one with an empty eId, which has parts only. */
interface Draft {
  readonly eId: string;
  readonly parent: string | null;
  readonly kind: ProvisionKind;
  number: string | null;
  heading: string | null;
  readonly words: Lines;
  /** The last part that was read. */
  last: Draft | null;
  /** Whether it holds words that follow the parts of another. */
  readonly isTail: boolean;
}

/** Elements that give their parts to the provision in which they stand. */
const SEE_THROUGH = new Set(['intro', 'content', 'body', 'mainBody', 'portionBody', 'blockList', 'recitals', 'citations', 'attachments']);
/** The same, but something is lost with them. */
const SEEN_THROUGH_WITH_LOSS = new Set([
  'container',
  'formula',
  'div',
  'blockContainer',
  'tblock',
  'preface',
  'preamble',
  'conclusions',
  'longTitle',
]);
const LISTED: ReadonlyMap<string, ProvisionKind> = new Map([
  ['item', 'ITEM'],
  ['recital', 'HCONTAINER'],
  ['citation', 'HCONTAINER'],
  ['attachment', 'SCHEDULE'],
]);
/** In eIds that the document leaves to us. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['recital', 'rec'],
  ['citation', 'cit'],
  ['attachment', 'att'],
  ['crossHeading', CROSS_HEADING],
]);
/** A provision has one of these, so its eId needs no number. */
const ONE_ONLY = new Set<string>([WRAP_UP, 'preamble']);
const DOCUMENTS = new Set(['act', 'bill', 'doc', 'statement']);

/** `4` of `Article 4`, `a` of `(a)`, `3-bis` of `§ 3-bis.`: what tells a provision from its siblings. */
const lastWordOf = (number: string): string | undefined =>
  number
    .toLowerCase()
    .match(/[0-9a-z]+(?:[.-][0-9a-z]+)*/g)
    ?.at(-1);

/** Reads provisions in the order of the document. */
export class TextReader {
  private readonly drafts: Draft[] = [];
  private readonly given = new Set<string>();
  /** Every eId of the document, so that none that is made here is one of them. */
  private readonly taken: ReadonlySet<string>;
  /** Where to go on counting, by what the eId begins with. */
  private readonly counts = new Map<string, number>();
  readonly remarks = new Map<string, Attributes>();

  constructor(
    document: XmlElement,
    private readonly language: string,
    private readonly losses: Losses,
  ) {
    this.taken = new Set(eIdsIn(document));
  }

  get text(): Text {
    return this.drafts.map((draft) => this.provision(draft));
  }

  private localized(text: string | null): readonly LocalizedText[] {
    return text === null ? [] : [{ language: this.language, text }];
  }

  private provision({ eId, parent, kind, number, heading, words }: Draft): Provision {
    return { eId, parent, kind, number, headings: this.localized(heading), text: this.localized(words.words), requirement: null };
  }

  /** Reads the parts of a body or a preamble at the top of the text. */
  readTop(element: XmlElement): void {
    this.losses.attributesOf(element, element.name);
    this.readParts(element, draftOf('', null, 'HCONTAINER'));
  }

  /** The preamble is the first provision, with its recitals as parts. */
  readPreamble(element: XmlElement): void {
    this.readParts(element, this.begin(element, null, 'PREAMBLE', 'preamble'));
  }

  private begin(element: XmlElement | null, parent: Draft | null, kind: ProvisionKind, label: string, isTail = false): Draft {
    const above = parent?.eId || null;
    const eId = this.eIdFor(element, above, label);
    const draft = draftOf(eId, above, kind, isTail);
    if (parent) parent.last = draft;
    this.drafts.push(draft);
    if (element) this.keepAttributes(element, eId, kind);
    return draft;
  }

  private keepAttributes(element: XmlElement, eId: string, kind: ProvisionKind): void {
    const impliedName = element.name === 'container' ? WRAP_UP : elementOfKind(kind).name;
    const kept = [...keptAttributes(element, eId, this.losses)].filter(
      ([name, value]) => name !== 'eId' && name !== 'xml:space' && (name !== 'name' || value !== impliedName),
    );
    if (kept.length > 0) this.remarks.set(eId, new Map(kept));
  }

  /** The eId that the document gives; else one in the manner of the naming convention, and the list says so. */
  private eIdFor(element: XmlElement | null, parent: string | null, label: string): string {
    const own = element?.attributes.get('eId');
    if (isEId(own) && !this.given.has(own)) {
      this.given.add(own);
      return own;
    }
    const eId = this.freeEId(`${parent ? `${parent}__` : ''}${label}`, ONE_ONLY.has(label) ? '' : numberOf(element));
    this.given.add(eId);
    if (element && !ONE_ONLY.has(label)) {
      const why = own
        ? this.given.has(own)
          ? `another provision has the eId ${own}`
          : `${own} has not the form of an eId`
        : 'it has no eId';
      this.losses.attribute(element, 'eId', eId, `${why}; it was given ${eId}`, own ?? '');
    }
    return eId;
  }

  private freeEId(base: string, number: string | undefined): string {
    const first = number === undefined ? undefined : [base, number].filter((part) => part !== '').join('_');
    if (first !== undefined && this.isFree(first)) return first;
    for (let count = this.counts.get(base) ?? 1; ; count++) {
      if (!this.isFree(`${base}_${count}`)) continue;
      this.counts.set(base, count + 1);
      return `${base}_${count}`;
    }
  }

  private isFree(eId: string): boolean {
    return !this.given.has(eId) && !this.taken.has(eId);
  }

  private readParts(element: XmlElement, into: Draft): void {
    for (const child of element.children) {
      if (typeof child !== 'string') this.readPart(child, into);
      else if (!isBlank(child)) this.placeOfWords(into).words.add(child, false);
    }
  }

  private readPart(child: XmlElement, into: Draft): void {
    const { name } = child;
    const at = into.eId || 'body';
    const kind = kindOfElement(name, child.attributes.get('name')) ?? LISTED.get(name);
    if (kind) this.readParts(child, this.begin(child, into, kind, ABBREVIATIONS.get(name) ?? PROVISION_KINDS[kind]));
    else if (name === 'num' && into.eId !== '' && into.number === null) into.number = this.inline(child, at);
    else if (name === 'heading' && into.eId !== '' && into.heading === null) into.heading = this.inline(child, at);
    else if (name === 'subheading' && into.heading !== null) into.heading = this.subheading(child, into.heading, at);
    else if (isWrapUp(child)) this.readWrapUp(child, into, at);
    else if (name === 'crossHeading')
      this.begin(child, into, 'HCONTAINER', CROSS_HEADING).heading = wordsWithin(child, { at, losses: this.losses });
    else if (DOCUMENTS.has(name)) this.readAttached(child, into, at);
    else if (SEE_THROUGH.has(name)) {
      this.losses.attributesOf(child, at);
      this.readParts(child, into);
    } else if (SEEN_THROUGH_WITH_LOSS.has(name)) {
      this.losses.flattened(child, at, 'its words stay, what it sets apart does not');
      this.readParts(child, into);
    } else gather(child, this.placeOfWords(into).words, { at, losses: this.losses });
  }

  private inline(element: XmlElement, at: string): string | null {
    this.losses.attributesOf(element, at);
    return wordsWithin(element, { at, losses: this.losses });
  }

  private subheading(element: XmlElement, heading: string, at: string): string {
    this.losses.flattened(element, at, 'it is the second line of the heading');
    const words = wordsWithin(element, { at, losses: this.losses });
    return words === null ? heading : `${heading}\n${words}`;
  }

  /** Words that follow parts; where there are no parts they are words like others. */
  private readWrapUp(element: XmlElement, into: Draft, at: string): void {
    const place = this.placeOfWords(into, element);
    if (place === into) this.losses.attributesOf(element, at);
    if (element.name !== 'listWrapUp') {
      this.readParts(element, place);
    } else {
      place.words.break();
      place.words.add(wordsWithin(element, { at, losses: this.losses }) ?? '', true);
      place.words.end();
    }
  }

  /** What is attached is a schedule of the document; that it is a document of its own is lost. */
  private readAttached(element: XmlElement, into: Draft, at: string): void {
    this.losses.flattened(element, at, 'it is read as a part of the text');
    const isMeta = (child: XmlElement | string): child is XmlElement => typeof child !== 'string' && child.name === 'meta';
    for (const meta of element.children.filter(isMeta)) this.losses.dropped(meta, at, 'the metadata of an attachment has no place');
    this.readParts({ ...element, children: element.children.filter((child) => !isMeta(child)) }, into);
  }

  /**
   * Where the next words go: words of a provision stand before its parts, so those behind them are a part of their own.
   * @param element the element that begins such a part
   */
  private placeOfWords(into: Draft, element: XmlElement | null = null): Draft {
    const { last } = into;
    if (last === null && into.eId !== '') return into;
    if (last?.isTail && !element) return this.placeOfWords(last);
    return this.begin(element, into, 'HCONTAINER', into.eId === '' ? PROVISION_KINDS.HCONTAINER : WRAP_UP, true);
  }
}

const isWrapUp = ({ name, attributes }: XmlElement): boolean =>
  name === 'wrapUp' || name === 'listWrapUp' || (name === 'container' && attributes.get('name') === WRAP_UP);

const draftOf = (eId: string, parent: string | null, kind: ProvisionKind, isTail = false): Draft => ({
  eId,
  parent,
  kind,
  number: null,
  heading: null,
  words: new Lines(),
  last: null,
  isTail,
});

/** The number of a provision as its eId shows it, if there is one. */
function numberOf(element: XmlElement | null): string | undefined {
  const number = element && elementNamed(element, 'num');
  return number ? lastWordOf(wordsIn(number)) : undefined;
}

function eIdsIn(document: XmlElement): string[] {
  const waiting = [document];
  const eIds: string[] = [];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const eId = element.attributes.get('eId');
    if (eId !== undefined) eIds.push(eId);
    for (const part of elementsOf(element)) waiting.push(part);
  }
  return eIds;
}
