import { decodeXml } from './decode.js';

const XML = '<a>§ 1 Ärzte</a>';
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${XML}`;

describe('The characters of a file', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(XML), XML],
    ['UTF-8 behind a byte order mark', Buffer.from(`\ufeff${XML}`), XML],
    ['UTF-16, the low byte first', Buffer.from(`\ufeff${XML}`, 'utf16le'), XML],
    ['UTF-16, the high byte first', Buffer.from(`\ufeff${XML}`, 'utf16le').swap16(), XML],
    ['the encoding that it declares', Buffer.from(declared('ISO-8859-1'), 'latin1'), declared('ISO-8859-1')],
    ['nothing', new Uint8Array(), ''],
  ])('are read from %s', (_, bytes, text) => expect(decodeXml(bytes)).toBe(text));

  it.each<[string, Uint8Array, string]>([
    ['claims an encoding that there is not', Buffer.from(declared('KLINGON-1')), 'The encoding KLINGON-1 is not known'],
    ['is not in the one that it claims', Buffer.from(declared('UTF-8'), 'latin1'), 'The file is not in the encoding UTF-8 that it claims'],
  ])('are none where it %s', (_, bytes, message) => expect(decodeXml(bytes)).toMatchObject({ code: 'BAD_ENCODING', message }));
});
