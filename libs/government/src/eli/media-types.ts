import type { Format } from './norm-uri.js';

/** `application/akn+xml` is the media type of Akoma Ntoso (Akoma Ntoso Version 1.0, Part 2, appendix). */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  html: 'text/html',
  json: 'application/json',
  xml: 'application/akn+xml',
};

/** The media types that are understood in a request, the best first, and the form that each asks for. */
export const ASKED_FOR: ReadonlyMap<string, Format> = new Map([
  ['text/html', 'html'],
  ['application/json', 'json'],
  ['application/akn+xml', 'xml'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
]);
