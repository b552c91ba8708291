import type { Text } from '../provision.js';

/** The namespace of Akoma Ntoso 3.0 (OASIS LegalDocumentML 1.0, 29 August 2018). */
export const AKOMA_NTOSO = 'http://docs.oasis-open.org/legaldocml/ns/akn/3.0';

/** Document types that hold provisions, and the element that holds them. */
export const BODIES = { act: 'body', bill: 'body', doc: 'mainBody', statement: 'mainBody', portion: 'portionBody' } as const;
export type DocumentType = keyof typeof BODIES;

export type Attributes = ReadonlyMap<string, string>;

/** An element of `<meta>` as it stands: an event, a reference, a modification. */
export interface MetaElement {
  readonly element: string;
  readonly attributes: Attributes;
  readonly parts: readonly MetaElement[];
}

/** One expression of a legal document: its text in one language, at one time. */
export interface AkomaNtosoDocument {
  readonly type: DocumentType;
  /** `name`, `contains` and the like. */
  readonly attributes: Attributes;
  /** The language of its words, a tag of BCP 47, whichever way the document writes it. */
  readonly language: string;
  /** Identification, publication, lifecycle, references and the rest of `<meta>`, without our own part of it. */
  readonly meta: readonly MetaElement[];
  readonly coverPage: string | null;
  readonly title: string | null;
  /** What stands before the text and is no title. */
  readonly preface: string | null;
  /** The provisions, in the document's language alone. A preamble is the first of them. */
  readonly text: Text;
  /** What Akoma Ntoso says of a provision and a provision has no place for: `status`, `period`, `wId`; by its eId. */
  readonly remarks: ReadonlyMap<string, Attributes>;
  readonly conclusions: string | null;
}
