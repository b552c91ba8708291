import { type Rejection, reject } from '@concord/kernel';

/** The encoding that a byte order mark or the declaration names; UTF-8 where neither does (XML 1.0, appendix F). */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start)?.[1] ?? 'utf-8';
}

/** The characters of an XML file, whatever its encoding. */
export function decodeXml(bytes: Uint8Array): string | Rejection {
  const encoding = encodingOf(bytes);
  const refuse = (sentence: string): Rejection => reject('BAD_ENCODING', sentence, { field: 'encoding', value: encoding });
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    return refuse(`The encoding ${encoding} is not known`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return refuse(`The file is not in the encoding ${encoding} that it claims`);
  }
}
