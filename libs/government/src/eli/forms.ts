import { type CalendarDate, dateIn, type TimeZone } from '@concord/kernel';
import { type Answer, CONTENT_SECURITY_POLICY, httpDate, representation } from '@concord/web';
import { type Asked, type Question, queryOf } from './asked.js';
import { expressionAkn } from './expression.akn.js';
import { expressionHtml } from './expression.html.js';
import type { Expression } from './expression.js';
import { expressionJson } from './expression.json.js';
import type { FindPlaces } from './known-places.js';
import { expressionLinks } from './links.js';
import { formOf, languageOf, variesBy } from './negotiation.js';
import { type Format, textUri } from './norm-uri.js';
import type { Problem } from './problem.js';

const namedIn = ({ provisions }: Expression): readonly string[] => [
  ...new Set(provisions.flatMap(({ notes }) => notes.flatMap(({ by }) => by ?? []))),
];

async function bodyOf(format: Format, expression: Expression, findPlaces: FindPlaces, today: CalendarDate): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(expressionJson(expression))}\n`;
    case 'html':
      return expressionHtml(expression, await findPlaces(namedIn(expression)));
    case 'xml':
      return expressionAkn(expression, await findPlaces(namedIn(expression)), today);
  }
}

const ofHtml = (format: Format): Record<string, string> =>
  format === 'html' ? { 'content-security-policy': CONTENT_SECURITY_POLICY } : {};

/** A text in the language and the form that are asked for. */
export async function textAnswer(
  asked: Asked,
  question: Question,
  text: Omit<Expression, 'language'>,
  findPlaces: FindPlaces,
): Promise<Answer | Problem> {
  const { norm, version } = text;
  const point = version?.number ?? 'draft';
  const language = languageOf(asked, text.languages, (other) => textUri(norm, point, other));
  if (typeof language === 'object') return language;
  const uri = (format: Format): string => textUri(norm, point, language, format);
  const form = formOf(asked, uri);
  if ('status' in form) return form;
  const expression: Expression = { ...text, language };
  const headers: Answer['headers'] = {
    'content-type': `${form.type}; charset=utf-8`,
    'content-language': language,
    'content-location': `${uri(form.format)}${queryOf(question)}`,
    link: expressionLinks(expression).join(', '),
    ...variesBy(asked),
    ...ofHtml(form.format),
    ...(version?.shownSince && { 'memento-datetime': httpDate(version.shownSince) }),
  };
  const body = await bodyOf(form.format, expression, findPlaces, dateIn('UTC' as TimeZone, asked.now));
  return representation(asked.headers, version?.changedAt ?? null, headers, body);
}
