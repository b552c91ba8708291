import { AKOMA_NTOSO, type AkomaNtosoDocument, BODIES, type MetaElement } from './document.js';
import { printMeta } from './meta.js';
import { type Printable, printXml } from './print-xml.js';
import { printRequirements } from './requirements.js';
import { paragraphs, TextWriter } from './write-text.js';

/** The order of the schema. */
const META_ORDER = ['identification', 'publication', 'classification', 'lifecycle', 'workflow', 'analysis', 'temporalData', 'references'];

const inOrder = (meta: readonly MetaElement[]): readonly MetaElement[] =>
  meta.toSorted((a, b) => META_ORDER.indexOf(a.element) - META_ORDER.indexOf(b.element));

const partNamed = (name: string, words: string | null): readonly Printable[] =>
  words === null ? [] : [{ name, content: paragraphs(words) }];

function preface({ title, preface: lines }: AkomaNtosoDocument): readonly Printable[] {
  const titles: readonly Printable[] =
    title === null ? [] : [{ name: 'longTitle', content: [{ name: 'p', content: [{ name: 'docTitle', content: title }] }] }];
  const others = lines === null ? [] : paragraphs(lines);
  return title === null && lines === null ? [] : [{ name: 'preface', content: [...titles, ...others] }];
}

/**
 * The document as Akoma Ntoso 3.0. It holds the words of the document's own language: there is one file for each.
 * The same document always gives the same file.
 */
export function writeAkomaNtoso(document: AkomaNtosoDocument): string {
  const { type, attributes, meta, language, text, remarks, coverPage, conclusions } = document;
  const isPortion = type === 'portion';
  const { preamble, body } = new TextWriter(language, remarks).write(text, !isPortion);
  const around = isPortion
    ? { before: [], after: [] }
    : { before: [...partNamed('coverPage', coverPage), ...preface(document), ...preamble], after: partNamed('conclusions', conclusions) };
  const element: Printable = {
    name: type,
    attributes,
    content: [
      { name: 'meta', content: [...inOrder(meta).map(printMeta), ...printRequirements(text)] },
      ...around.before,
      { name: BODIES[type], content: body },
      ...around.after,
    ],
  };
  const root: Printable = { name: 'akomaNtoso', attributes: [['xmlns', AKOMA_NTOSO]], content: [element] };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printXml(root)}`;
}
