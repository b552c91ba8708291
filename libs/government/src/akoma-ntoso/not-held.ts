import { type AkomaNtosoDocument, type Merged, metaNamed } from '@concord/legal-text';

/** Something that a document says and a norm has no place for. */
export interface NotHeld {
  /** The element, or an attribute of a provision: `conclusions`, `@status`. */
  readonly what: string;
  /** The eId of the provision, or the part of the document. */
  readonly at: string;
  readonly says: string;
}

/** Elements of the metadata of which a norm keeps all there is, in places of its own. */
const HELD = new Set(['FRBRlanguage', 'FRBRcountry', 'temporalGroup', 'timeInterval', 'eventRef']);
/** Attributes of provisions that become acts upon the norm. */
const PERIOD = 'period';

const said = (attributes: ReadonlyMap<string, string>): string =>
  [...attributes].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');

function metaNotHeld({ meta }: AkomaNtosoDocument): readonly NotHeld[] {
  const names = new Set<string>();
  const collect = (parts: AkomaNtosoDocument['meta']): void => {
    for (const { element, parts: inner } of parts) {
      names.add(element);
      collect(inner);
    }
  };
  collect(meta);
  return [...names]
    .filter((name) => !HELD.has(name))
    .flatMap((name) => metaNamed(meta, name))
    .flatMap(({ element, attributes }) => (attributes.size === 0 ? [] : [{ what: element, at: 'meta', says: said(attributes) }]));
}

/** What of a document that was read is not in the norm that it becomes: its frame, its metadata, what is said of provisions. */
export function notHeldOf(document: AkomaNtosoDocument): readonly NotHeld[] {
  const frame = (['coverPage', 'preface', 'conclusions'] as const).flatMap((part) => {
    const words = document[part];
    return words === null ? [] : [{ what: part, at: document.type, says: words }];
  });
  const remarks = [...document.remarks].flatMap(([eId, attributes]) =>
    [...attributes].flatMap(([name, value]) => (name === PERIOD ? [] : [{ what: `@${name}`, at: eId, says: value }])),
  );
  return [...metaNotHeld(document), ...frame, ...remarks];
}

/** What a translation says otherwise than the authentic text, where there is one place for both. */
export const notHeldOfMerged = ({ otherNumbers }: Merged): readonly NotHeld[] =>
  otherNumbers.map(({ eId, language, number }) => ({ what: `num in ${language}`, at: eId, says: number ?? '' }));
