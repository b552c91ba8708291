import Negotiator from 'negotiator';
import type { Asked } from './asked.js';
import { languageFor } from './languages.js';
import { ASKED_FOR, MEDIA_TYPES } from './media-types.js';
import { FORMATS, type Format } from './norm-uri.js';
import type { Problem } from './problem.js';

/** A form and the media type under which it goes out. */
export interface Form {
  readonly format: Format;
  readonly type: string;
}

const listed = (items: readonly string[]): string => items.join(', ');

/** The form that the URI names, or the one that the request accepts, of those that there are; `uri` is that of a form. */
export function formOf(asked: Asked, uri: (format: Format) => string, formats: readonly Format[] = FORMATS): Form | Problem {
  const { format } = asked.segments;
  return format === undefined ? acceptedForm(asked, uri, formats) : namedForm(format, uri, formats);
}

function namedForm(name: string, uri: (format: Format) => string, formats: readonly Format[]): Form | Problem {
  const format = formats.find((known) => known === name);
  if (format) return { format, type: MEDIA_TYPES[format] };
  const detail = `It has the forms ${listed(formats)}, and no ${JSON.stringify(name)}`;
  return { status: 404, code: 'NO_SUCH_FORM', detail, see: formats.map(uri) };
}

function acceptedForm({ headers }: Asked, uri: (format: Format) => string, formats: readonly Format[]): Form | Problem {
  const types = [...ASKED_FOR].filter(([, format]) => formats.includes(format));
  const type = new Negotiator({ headers }).mediaType(types.map(([known]) => known));
  const accepted = types.find(([known]) => known === type);
  if (accepted) return { type: accepted[0], format: accepted[1] };
  const detail = `It can be had as ${listed(formats.map((format) => MEDIA_TYPES[format]))}, and none of these is accepted`;
  return { status: 406, code: 'NOT_ACCEPTABLE', detail, field: 'Accept', value: headers.accept ?? '', see: formats.map(uri) };
}

/** The language that the URI names, or the one that serves best. What is in no accepted language is shown as it is authentic. */
export function languageOf(
  { segments, headers }: Asked,
  languages: readonly string[],
  uri: (language: string) => string,
): string | Problem {
  const { language } = segments;
  if (language === undefined) return languageFor(languages, new Negotiator({ headers }).languages());
  const named = languages.find((known) => known.toLowerCase() === language.toLowerCase());
  if (named !== undefined) return named;
  const detail = `It is in ${listed(languages)}, and not in ${JSON.stringify(language)}`;
  return { status: 404, code: 'NO_SUCH_LANGUAGE', detail, see: languages.map(uri) };
}

/** What of the answer was chosen by the request's headers. */
export const variesBy = ({ segments: { language, format } }: Asked): Record<string, string> =>
  format !== undefined ? {} : { vary: language === undefined ? 'accept, accept-language' : 'accept' };
