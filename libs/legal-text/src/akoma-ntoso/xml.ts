import { isRejection, type Rejection, reject } from '@concord/kernel';
import { SaxesParser } from 'saxes';

/** An element with what it holds, in its order. Names of the vocabulary are bare, those of others `{namespace}name`. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
  readonly line: number;
}

/** The largest document that is read, in UTF-16 code units: its tree takes some 25 times as many bytes. */
export const LARGEST_DOCUMENT = 32 * 2 ** 20;
/** How deep its elements may be nested. */
export const DEEPEST_NESTING = 1_000;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
/** Says where a schema lies, and nothing of the document. */
const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** Ends the parsing: a fault of the document, never one of the program. */
class Fault extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.message);
  }
}

type Growing = XmlElement & { readonly children: (XmlElement | string)[]; readonly attributes: Map<string, string> };

/**
 * The tree of a document. A declared entity is refused rather than expanded, and nothing outside the document is ever read.
 * @param isVocabulary whether a namespace is the one whose names stand bare
 */
export function parseXml(xml: string, isVocabulary: (namespace: string) => boolean): XmlElement | Rejection {
  if (xml.length > LARGEST_DOCUMENT) {
    return reject('TOO_LARGE', `The document has ${xml.length} characters; one of up to ${LARGEST_DOCUMENT} is read`, {
      field: 'xml',
      value: xml.length,
    });
  }
  const parser = new SaxesParser({ xmlns: true });
  const open: Growing[] = [];
  let root: XmlElement | undefined;
  let line = 1;
  const refuse = (code: string, why: string): never => {
    const place = `line ${parser.line}, column ${parser.column + 1}`;
    throw new Fault(reject(code, `${why} (${place})`, { field: 'xml', value: place, rule: 'docs/akoma-ntoso.md' }));
  };
  parser.on('error', ({ message }) =>
    refuse('NOT_WELL_FORMED', `The document is not well-formed XML: ${message.replace(/^\d+:\d+: /, '')}`),
  );
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) refuse('DOCTYPE_REFUSED', 'The document declares a DOCTYPE of its own; entities are not expanded');
  });
  parser.on('opentagstart', () => {
    line = parser.line;
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (open.length >= DEEPEST_NESTING) refuse('TOO_DEEP', `The elements of the document are nested more than ${DEEPEST_NESTING} deep`);
    const named = Object.values(attributes).flatMap(({ uri: space, local: name, value }): [string, string][] => {
      if (space === XMLNS_NAMESPACE || space === XSI_NAMESPACE || (space === '' && name === 'xmlns')) return [];
      if (space === XML_NAMESPACE) return [[`xml:${name}`, value]];
      return [[space === '' ? name : `{${space}}${name}`, value]];
    });
    const element: Growing = { name: isVocabulary(uri) ? local : `{${uri}}${local}`, attributes: new Map(named), children: [], line };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (text: string): void => {
    open.at(-1)?.children.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  try {
    parser.write(xml).close();
  } catch (error) {
    if (error instanceof Fault) return error.rejection;
    throw error;
  }
  return root ?? reject('NOT_WELL_FORMED', 'The document is empty (line 1, column 1)', { field: 'xml', value: 'line 1, column 1' });
}

export const elementsOf = ({ children }: XmlElement): readonly XmlElement[] => children.filter((child) => typeof child !== 'string');

export const elementNamed = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => child.name === name);

/** Characters that XML takes for space between words. A no-break space is none. */
export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text);

export const isXml = (parsed: XmlElement | Rejection): parsed is XmlElement => !isRejection(parsed);
