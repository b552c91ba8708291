import { isRejection, type Rejection, reject } from '@concord/kernel';
import { isLanguageTag, languageTag } from '@concord/reference-data';
import { AKOMA_NTOSO, type AkomaNtosoDocument, BODIES, type DocumentType } from './document.js';
import { keptAttributes, metaAt, readMetaParts } from './meta.js';
import { readLines, readPreface, titleOnCover } from './read-preface.js';
import { TextReader } from './read-text.js';
import { holdsRequirements, readRequirements } from './requirements.js';
import { Losses, type Unsupported } from './unsupported.js';
import { elementNamed, elementsOf, isXml, parseXml, type XmlElement } from './xml.js';

export interface Reading {
  /** One for most files; a collection has one for each document in it that holds provisions. */
  readonly documents: readonly AkomaNtosoDocument[];
  /** All that the documents do not keep as it was, in the order of the file. */
  readonly unsupported: readonly Unsupported[];
}

/** Drafts of the standard have namespaces of their own: `…/akn/3.0/CSD13`. */
const isAkomaNtoso = (namespace: string): boolean =>
  namespace === AKOMA_NTOSO || /^\/[A-Z]+[0-9]+$/.test(namespace.startsWith(AKOMA_NTOSO) ? namespace.slice(AKOMA_NTOSO.length) : '');

const isSupported = (name: string): name is DocumentType => Object.hasOwn(BODIES, name);
/** Parts of a document that are read by their own rules. */
const READ_APART = new Set(['meta', 'coverPage', 'preface', 'preamble', 'conclusions', 'components', ...Object.values(BODIES)]);

/**
 * What an Akoma Ntoso 3.0 file says, and an exact list of what of it is not kept; or why it cannot be read at all.
 * Nothing is fetched, whatever the file refers to.
 */
export function readAkomaNtoso(xml: string): Reading | Rejection {
  const root = parseXml(xml, isAkomaNtoso);
  if (!isXml(root)) return root;
  if (root.name !== 'akomaNtoso') {
    return reject(
      'NOT_AKOMA_NTOSO',
      `The document begins with ${root.name}, not with akomaNtoso in the namespace ${AKOMA_NTOSO} (line ${root.line})`,
      {
        field: 'xml',
        value: root.name,
        rule: 'docs/akoma-ntoso.md',
      },
    );
  }
  const losses = new Losses();
  losses.attributesOf(root, 'akomaNtoso');
  const documents: AkomaNtosoDocument[] = [];
  for (const element of elementsOf(root)) {
    const read = readTopLevel(element, losses);
    if (isRejection(read)) return read;
    documents.push(...read);
  }
  if (documents.length > 0) return { documents, unsupported: losses.list.toSorted((a, b) => a.line - b.line) };
  return reject('DOCUMENT_TYPE_NOT_SUPPORTED', 'The file holds no document with provisions', {
    field: 'xml',
    value: null,
    rule: 'docs/akoma-ntoso.md',
  });
}

function readTopLevel(element: XmlElement, losses: Losses): readonly AkomaNtosoDocument[] | Rejection {
  const { name } = element;
  if (isSupported(name)) return readDocument(element, name, losses);
  if (name === 'documentCollection') return readCollection(element, losses);
  if (name === 'components') return readComponents(element, 'akomaNtoso', losses);
  return reject(
    'DOCUMENT_TYPE_NOT_SUPPORTED',
    `A document of the type ${name} is not supported; ${[...Object.keys(BODIES), 'documentCollection'].join(', ')} are (line ${element.line})`,
    { field: 'xml', value: name, rule: 'docs/akoma-ntoso.md' },
  );
}

/** Of a collection the documents in it are read; what it says itself is listed. */
function readCollection(collection: XmlElement, losses: Losses): readonly AkomaNtosoDocument[] | Rejection {
  losses.flattened(collection, 'documentCollection', 'its documents are read, each for itself');
  const documents: AkomaNtosoDocument[] = [];
  for (const part of elementsOf(collection)) {
    if (part.name !== 'components' && part.name !== 'collectionBody') {
      losses.dropped(part, 'documentCollection', 'what a collection says itself has no place');
      continue;
    }
    const read = readComponents(part, `documentCollection/${part.name}`, losses);
    if (isRejection(read)) return read;
    documents.push(...read);
  }
  return documents;
}

function readComponents(components: XmlElement, at: string, losses: Losses): readonly AkomaNtosoDocument[] | Rejection {
  const documents: AkomaNtosoDocument[] = [];
  for (const element of elementsOf(components).flatMap((component) =>
    component.name === 'component' ? elementsOf(component) : [component],
  )) {
    const { name } = element;
    if (!isSupported(name) && name !== 'documentCollection') {
      losses.dropped(
        element,
        at,
        name.startsWith('document') ? 'another document is not read into this one' : `a document of the type ${name} is not supported`,
      );
      continue;
    }
    const read = readTopLevel(element, losses);
    if (isRejection(read)) return read;
    documents.push(...read);
  }
  return documents;
}

function readDocument(element: XmlElement, type: DocumentType, losses: Losses): readonly AkomaNtosoDocument[] | Rejection {
  const attributes = keptAttributes(element, type, losses);
  const metaElement = elementNamed(element, 'meta');
  const own = metaElement && elementsOf(metaElement).find(holdsRequirements);
  const others = metaElement && { ...metaElement, children: metaElement.children.filter((child) => child !== own) };
  const meta = others ? readMetaParts(others, `${type}/meta`, losses) : [];
  const language = languageOf(
    metaAt(meta, 'identification', 'FRBRExpression', 'FRBRlanguage')?.attributes.get('language'),
    element,
    losses,
  );

  const reader = new TextReader(element, language, losses);
  const preamble = elementNamed(element, 'preamble');
  if (preamble) reader.readPreamble(preamble);
  const body = elementNamed(element, BODIES[type]);
  if (body) reader.readTop(body);
  for (const child of element.children) {
    if (typeof child === 'string') losses.strayWords(child, type, element.line);
    else if (!READ_APART.has(child.name)) reader.readTop({ ...child, name: child.name, attributes: new Map(), children: [child] });
  }
  const text = own ? readRequirements(reader.text, own, losses) : reader.text;
  if (isRejection(text)) return text;

  const linesOf = (name: string): string | null => {
    const part = elementNamed(element, name);
    return part ? readLines(part, `${type}/${name}`, losses) : null;
  };
  const [preface, coverPage] = [elementNamed(element, 'preface'), elementNamed(element, 'coverPage')];
  const before = preface ? readPreface(preface, `${type}/preface`, losses) : { title: null, preface: null };
  const document: AkomaNtosoDocument = {
    type,
    attributes,
    language,
    meta,
    coverPage: linesOf('coverPage'),
    ...before,
    title: before.title ?? (coverPage ? titleOnCover(coverPage, `${type}/coverPage`) : null),
    text,
    remarks: reader.remarks,
    conclusions: linesOf('conclusions'),
  };
  const components = elementNamed(element, 'components');
  const more = components ? readComponents(components, `${type}/components`, losses) : [];
  return isRejection(more) ? more : [document, ...more];
}

function languageOf(stated: string | undefined, document: XmlElement, losses: Losses): string {
  if (isLanguageTag(stated)) return languageTag(stated);
  losses.attribute(
    document,
    'FRBRlanguage',
    'meta/identification',
    'it is no language tag; the language of the words is undetermined',
    stated ?? '',
  );
  return 'und';
}
