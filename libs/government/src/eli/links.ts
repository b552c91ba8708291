import type { Expression } from './expression.js';
import { MEDIA_TYPES } from './media-types.js';
import { FORMATS, historyUri, type Place, textUri, workUri } from './norm-uri.js';

const link = (uri: string, rel: string, more: Readonly<Record<string, string>> = {}): string =>
  [`<${uri}>`, `rel="${rel}"`, ...Object.entries(more).map(([name, value]) => `${name}="${value}"`)].join('; ');

/** Where the versions of a norm are found (RFC 7089, RFC 5829): its own URI redirects to the one of a moment. */
export const workLinks = (norm: Place): readonly string[] => [
  link(workUri(norm), 'original timegate'),
  link(historyUri(norm), 'timemap', { type: 'application/link-format' }),
  link(historyUri(norm), 'version-history'),
];

/** What a text is beside: its other versions, languages and forms. */
export function expressionLinks({ norm, language, languages, version }: Expression): readonly string[] {
  const point = version?.number ?? 'draft';
  const forms = FORMATS.map((format) =>
    link(textUri(norm, point, language, format), 'alternate', { type: MEDIA_TYPES[format], hreflang: language }),
  );
  const others = languages
    .filter((other) => other !== language)
    .map((other) => link(textUri(norm, point, other), 'alternate', { hreflang: other }));
  const canonical = link(textUri(norm, point, language), 'canonical');
  if (!version) return [canonical, ...forms, ...others];
  const to = (number: number | null, rel: string): readonly string[] => (number === null ? [] : [link(textUri(norm, number), rel)]);
  return [
    canonical,
    ...to(version.previous, 'prev predecessor-version'),
    ...to(version.next, 'next successor-version'),
    ...to(version.current, 'latest-version'),
    ...workLinks(norm),
    ...forms,
    ...others,
  ];
}
