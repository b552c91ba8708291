/** The characters that RFC 8187 lets stand as they are; all others of UTF-8 are written as %XX. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** What older clients take: printable ASCII without what would end the text. */
const plain = (name: string): string => name.replaceAll(/[^\x20-\x7e]|["\\%/]/g, '_');

/**
 * The headers of a file that somebody handed in: whatever it is, no browser runs it. What may see it can change, so it is asked
 * for anew each time, and answered with 304 where it is known already.
 */
export const fileHeaders = (sha256: string, name: string, mediaType: string): Readonly<Record<string, string>> => ({
  'content-type': mediaType,
  'content-disposition': `attachment; filename="${plain(name)}"; filename*=UTF-8''${encoded(name)}`,
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  etag: `"${sha256}"`,
  'cache-control': 'private, no-cache',
  vary: 'authorization, concord-party',
});

/** Whether the client has it already (RFC 9110, 13.1.2). */
export const isKnown = (ifNoneMatch: string | undefined, sha256: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', `"${sha256}"`, `W/"${sha256}"`].includes(tag.trim()));
