import type { Provision, Text } from '../provision.js';
import type { Attributes } from './document.js';
import { CROSS_HEADING, elementOfKind, isNamedAfter, WRAP_UP } from './elements.js';
import type { Printable } from './print-xml.js';

/** A provision and its parts, in one language. */
interface Branch {
  readonly provision: Provision;
  readonly heading: string | null;
  readonly words: string | null;
  readonly parts: readonly Branch[];
}

const NONE: Attributes = new Map();

/** Each line is a paragraph. */
export const paragraphs = (words: string | null): readonly Printable[] =>
  (words ?? '').split('\n').map((line) => ({ name: 'p', content: line }));

const linesOf = (words: string | null): readonly Printable[] => (words === null ? [] : paragraphs(words));

function branchesOf(text: Text, language: string): readonly Branch[] {
  const top: Branch[] = [];
  const parts = new Map<string | null, Branch[]>([[null, top]]);
  const inLanguage = (texts: Provision['text']): string | null => texts.find((one) => one.language === language)?.text ?? null;
  for (const provision of text) {
    const own: Branch[] = [];
    parts.set(provision.eId, own);
    parts
      .get(provision.parent)
      ?.push({ provision, heading: inLanguage(provision.headings), words: inLanguage(provision.text), parts: own });
  }
  return top;
}

const isBare = ({ provision, heading, parts }: Branch): boolean => provision.number === null && heading === null && parts.length === 0;

/** Words behind the parts of a provision. */
const isWrapUp = (branch: Branch): boolean =>
  branch.provision.kind === 'HCONTAINER' && isNamedAfter(branch.provision.eId, WRAP_UP) && isBare(branch) && branch.words !== null;

/** The parts, without the words behind them. */
function withoutWrapUp(parts: readonly Branch[]): { readonly parts: readonly Branch[]; readonly wrapUp: Branch | undefined } {
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  return last && isWrapUp(last) ? { parts: parts.slice(0, -1), wrapUp: last } : { parts, wrapUp: undefined };
}

const isCrossHeading = ({ provision, heading, words, parts }: Branch): boolean =>
  provision.kind === 'HCONTAINER' &&
  isNamedAfter(provision.eId, CROSS_HEADING) &&
  provision.number === null &&
  heading !== null &&
  words === null &&
  parts.length === 0;

/** What a list can hold: items, and one line behind them. */
function isList(all: readonly Branch[]): boolean {
  const { parts, wrapUp } = withoutWrapUp(all);
  const isItem = ({ provision, parts: inner }: Branch) => provision.kind === 'ITEM' && (inner.length === 0 || isList(inner));
  return parts.length > 0 && parts.every(isItem) && !wrapUp?.words?.includes('\n');
}

/** A preamble of the document holds recitals, and words behind them. */
function isPreamble({ provision, heading, parts }: Branch): boolean {
  if (provision.kind !== 'PREAMBLE' || provision.number !== null || heading !== null) return false;
  return withoutWrapUp(parts).parts.every(({ provision: { kind }, parts: inner }) => kind === 'HCONTAINER' && inner.length === 0);
}

export interface WrittenText {
  readonly preamble: readonly Printable[];
  readonly body: readonly Printable[];
}

/** Writes the provisions of a text in one of its languages. */
export class TextWriter {
  constructor(
    private readonly language: string,
    private readonly remarks: ReadonlyMap<string, Attributes>,
  ) {}

  write(text: Text, mayHavePreamble: boolean): WrittenText {
    const branches = branchesOf(text, this.language);
    const [first, ...others] = branches;
    if (!mayHavePreamble || !first || !isPreamble(first)) return { preamble: [], body: branches.map((branch) => this.provision(branch)) };
    return { preamble: [this.preamble(first)], body: others.map((branch) => this.provision(branch)) };
  }

  private element(name: string, { provision: { eId } }: Branch, content: Printable['content'], implied: Attributes = NONE): Printable {
    return { name, attributes: [['eId', eId], ...new Map([...implied, ...(this.remarks.get(eId) ?? NONE)])], content };
  }

  private provision(branch: Branch): Printable {
    const { element, name } = elementOfKind(branch.provision.kind);
    const content = [...this.shown(branch), ...this.partsOf(branch)];
    return this.element(element, branch, content, name === null ? NONE : new Map([['name', name]]));
  }

  /** What readers see before the words. */
  private shown({ provision, heading }: Branch): readonly Printable[] {
    const number: readonly Printable[] = provision.number === null ? [] : [{ name: 'num', content: provision.number }];
    return heading === null ? number : [...number, { name: 'heading', content: heading }];
  }

  private partsOf(branch: Branch): readonly Printable[] {
    const { words, parts } = branch;
    if (parts.length === 0) return words === null ? [] : [{ name: 'content', content: paragraphs(words) }];
    if (isList(parts)) return [{ name: 'content', content: [...linesOf(words), this.list(branch)] }];
    const { parts: inner, wrapUp } = withoutWrapUp(parts);
    return [
      ...(words === null ? [] : [{ name: 'intro', content: paragraphs(words) }]),
      ...inner.map((part) => (isCrossHeading(part) ? this.element('crossHeading', part, part.heading ?? '') : this.provision(part))),
      ...(wrapUp ? [this.element('wrapUp', wrapUp, paragraphs(wrapUp.words))] : []),
    ];
  }

  private list({ parts }: Branch): Printable {
    const content = parts.map((part) =>
      isWrapUp(part)
        ? this.element('listWrapUp', part, part.words ?? '')
        : this.element('item', part, [
            ...this.shown(part),
            ...(part.parts.length > 0 ? [...linesOf(part.words), this.list(part)] : paragraphs(part.words)),
          ]),
    );
    return { name: 'blockList', content };
  }

  private preamble(branch: Branch): Printable {
    const { parts: recitals, wrapUp } = withoutWrapUp(branch.parts);
    const listed = recitals.map((recital) => this.element('recital', recital, [...this.shown(recital), ...paragraphs(recital.words)]));
    const content = [
      ...linesOf(branch.words),
      ...(listed.length > 0 ? [{ name: 'recitals', content: listed }] : []),
      ...(wrapUp ? [this.element('container', wrapUp, paragraphs(wrapUp.words), new Map([['name', WRAP_UP]]))] : []),
    ];
    return this.element('preamble', branch, content.length > 0 ? content : paragraphs(null));
  }
}
