import { readIn } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import type { Expression } from './expression.js';
import { textUri, workUri } from './norm-uri.js';
import type { NotedProvision } from './notes.js';

const read = (texts: readonly LocalizedText[], language: string): LocalizedText | null => readIn(texts, language) ?? null;

const provisionJson = ({ headings, text, ...rest }: NotedProvision, language: string) => ({
  ...rest,
  heading: read(headings, language),
  text: read(text, language),
});

/** A text as JSON. The shape is described in docs/norm-uris.md, and only grows. */
export function expressionJson({ norm, language, languages, provisions, version }: Expression): object {
  const to = (number: number | null): string | null => (number === null ? null : textUri(norm, number));
  const { id, jurisdiction, agency, documentType, titles, status, revision } = norm;
  const identity = {
    uri: textUri(norm, version?.number ?? 'draft', language),
    work: workUri(norm),
    norm: id,
    jurisdiction,
    agency,
    documentType,
    title: read(titles, language),
    status,
    language,
    languages,
  };
  const shown = provisions.map((provision) => provisionJson(provision, language));
  if (!version) return { ...identity, draft: revision, version: null, provisions: shown };
  const { number, previous, next, current, ...known } = version;
  return {
    ...identity,
    draft: null,
    version: number,
    ...known,
    previous: to(previous),
    next: to(next),
    current: to(current),
    provisions: shown,
  };
}
