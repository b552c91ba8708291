import { type CalendarDate, calendarDate, isCalendarDate } from '@concord/kernel';
import type { Norm } from '../norm/norm.read-model.js';

/** What the URIs of a norm are made of; nothing of it ever changes. */
export type Place = Pick<Norm, 'id' | 'agency' | 'jurisdiction' | 'documentType'>;

/** The forms in which a text can be had, as the last segment of a URI names them. */
export const FORMATS = ['html', 'json', 'xml'] as const;
export type Format = (typeof FORMATS)[number];

const SLUG_AT_MOST = 60;

/** A kind of document as a segment: small letters and digits of any script, joined by hyphens. Stored in links for ever: this rule may not change. */
export function slugOf(documentType: string): string {
  const words = documentType
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return [...(words?.join('-') ?? 'norm')].slice(0, SLUG_AT_MOST).join('').replace(/-$/, '');
}

/** The segments that name a norm: `us`, `us-cpsc`, `rule`, `toy-safety`. */
export const segmentsOf = ({ jurisdiction, agency, documentType, id }: Place): readonly string[] => [
  jurisdiction.toLowerCase(),
  agency,
  slugOf(documentType),
  id,
];

const path = (segments: readonly (string | number)[]): string => `/eli/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;

/** The norm, whatever it says on some day. */
export const workUri = (norm: Place): string => path(segmentsOf(norm));

/** Every version that it has had, and what is known of it. */
export const historyUri = (norm: Place): string => path([...segmentsOf(norm), 'versions']);

/** One text of the norm, which is the same for ever; or its draft, which is not. */
export const textUri = (norm: Place, version: number | 'draft', language?: string, format?: Format): string =>
  path([...segmentsOf(norm), version, ...(language === undefined ? [] : [language]), ...(format === undefined ? [] : [format])]);

/** What changed from one version to another. */
export const comparisonUri = (norm: Place, from: number, to: number, language?: string, format?: Format): string =>
  path([...segmentsOf(norm), `${from}..${to}`, ...(language === undefined ? [] : [language]), ...(format === undefined ? [] : [format])]);

/** Which text of a norm a URI names. */
export type Point =
  | { readonly kind: 'WORK' }
  | { readonly kind: 'HISTORY' }
  | { readonly kind: 'DRAFT' }
  | { readonly kind: 'VERSION'; readonly version: number }
  | { readonly kind: 'COMPARISON'; readonly from: number; readonly to: number }
  | { readonly kind: 'DAY'; readonly day: CalendarDate };

const VERSION = /^[1-9]\d{0,8}$/;

/** What the segment behind the norm's id names; undefined when it names nothing. */
export function pointOf(segment: string | undefined): Point | undefined {
  if (segment === undefined) return { kind: 'WORK' };
  if (segment === 'versions') return { kind: 'HISTORY' };
  if (segment === 'draft') return { kind: 'DRAFT' };
  if (VERSION.test(segment)) return { kind: 'VERSION', version: Number(segment) };
  const [from = '', to = '', ...more] = segment.split('..');
  if (VERSION.test(from) && VERSION.test(to) && more.length === 0) return { kind: 'COMPARISON', from: Number(from), to: Number(to) };
  return isCalendarDate(segment) ? { kind: 'DAY', day: calendarDate(segment) } : undefined;
}
