import { inflateSync } from 'node:zlib';

const OBJECT = /(\d+) 0 obj\n([\s\S]*?)\nendobj/g;

function streamOf(body: string): string {
  const start = body.indexOf('stream\n');
  if (start < 0) return '';
  const data = Buffer.from(body.slice(start + 7, body.lastIndexOf('\nendstream')), 'latin1');
  return body.includes('/FlateDecode') ? inflateSync(data).toString('latin1') : data.toString('latin1');
}

const charactersOf = (hex: string): string => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');

/** What each glyph of a font stands for: its ToUnicode map. */
const glyphsIn = (map: string): readonly string[] =>
  [...map.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) => charactersOf(hex)),
  );

/** The words in a file of PDFKit, one line a string as it drew it, page by page. */
export function textOfPdf(pdf: Buffer): readonly (readonly string[])[] {
  const objects = new Map([...pdf.toString('latin1').matchAll(OBJECT)].map(([, id = '', body = '']) => [id, body]));
  const fonts = new Map<string, readonly string[]>();
  for (const body of objects.values()) {
    // Its name begins with a letter that stands for the number under which pages use it.
    const [, letter = '', map = ''] = /\/BaseFont \/([A-Z])ZZZZZ[\s\S]*\/ToUnicode (\d+) 0 R/.exec(body) ?? [];
    if (letter) fonts.set(`F${letter.charCodeAt(0) - 65}`, glyphsIn(streamOf(objects.get(map) ?? '')));
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body));
  return pages.map((page) => {
    const content = streamOf(objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '') ?? '');
    let glyphs: readonly string[] = [];
    return [...content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].flatMap(([, font, shown = '']) => {
      if (font) glyphs = fonts.get(font) ?? [];
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, part = '']) => part).join('');
      return font ? [] : [(hex.match(/.{4}/g) ?? []).map((glyph) => glyphs[Number.parseInt(glyph, 16)] ?? '?').join('')];
    });
  });
}
