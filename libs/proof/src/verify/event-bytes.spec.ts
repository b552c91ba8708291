import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { entryOf, testEvent } from '../testing/index.js';
import { endOfValue, UNSURE } from './canonical-bytes.js';
import { canonical, readEntry } from './entry.js';
import { EventBytes } from './event-bytes.js';

const event = testEvent(7, 'test/1', 3);
const plain = entryOf(event).toString();

/** What parsing, sorting and writing again says of the bytes. */
function isCanonical(bytes: Buffer): boolean {
  try {
    return isUtf8(bytes) && canonical(JSON.parse(bytes.toString())) === bytes.toString();
  } catch {
    return false;
  }
}

const isScanned = (bytes: Buffer): boolean => isUtf8(bytes) && endOfValue(bytes, 0) === bytes.length;
const values = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }).filter((value) => JSON.stringify(value).isWellFormed());
const asciiValues = fc.jsonValue({ maxDepth: 5, stringUnit: fc.constantFrom(...'abcxyzABZ019 !#-_~') });

describe('canonical JSON told by its bytes', () => {
  test('is told of every value whose texts are plain', () => {
    fc.assert(fc.property(asciiValues, (value) => isScanned(Buffer.from(canonical(value)))));
  });

  test('is never told of what is not canonical: white space, other orders, other forms of numbers and texts', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        ' ',
        '\n',
        '-',
        '+',
        '.',
        '0',
        '1',
        'e',
        'E',
        '-0',
        '1.0',
        '1e2',
        '0.5',
        '10000000000000000',
      ],
      ...['"a"', '"b"', '"a":1', '"b":2', '{"a":1}', '[0]', 'true', 'false', 'null', 'nul', 'ä', '"ä"', '\\u0041', '\\u000b', '\\n', '\\/'],
      ...['\\ud800', '\u2028', '\u007f', '\u0001', '"\u{1f600}":1', '"\uffff":1'],
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(texts, (bytes) => !isScanned(bytes) || isCanonical(bytes)),
      { numRuns: 20_000 },
    );
  });

  test('is never told of canonical JSON in which one byte is another, unless that is canonical, too', () => {
    const changes = fc.tuple(values, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const bytes = Buffer.from(JSON.stringify(value));
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(changes, (bytes) => !isScanned(bytes) || isCanonical(bytes)),
      { numRuns: 5_000 },
    );
  });

  test.each(['', '{', '[', '"', '"\\', '1.0', '1e2', '-0', '-', '01', '1E400', '9007199254740993', '[1, 2]', '[1,]', '{"a":1,}', 'tru'])(
    'is not told of %j',
    (text) => {
      expect(isScanned(Buffer.from(text))).toBe(false);
    },
  );

  test.each([
    ['{"b":1,"a":2}', 'members in another order'],
    ['{"a":1,"a":1}', 'a member twice'],
    ['{"ab":1,"a":2}', 'a name before its beginning'],
    ['"\\u0041"', 'an escape that is not needed'],
    ['"\\/"', 'a solidus that is escaped'],
    ['"\\ud800"', 'half a surrogate pair'],
    ['"\t"', 'a control character'],
  ])('is not told of %s: %s', (text) => {
    expect(endOfValue(Buffer.from(text), 0)).toBe(UNSURE);
  });

  test('is told of names that begin with one another, and of every short escape', () => {
    for (const text of ['{"a":1,"a b":2,"ab":3}', '"\\"\\\\\\b\\f\\n\\r\\t"', '[-1,0.5,1e+21,1e-7,123456789012345]', '"ä\u2028\u{1f600}"'])
      expect(endOfValue(Buffer.from(text), 0)).toBe(Buffer.byteLength(text));
  });

  test('is left to parsing below 256 levels', () => {
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    expect(isScanned(nested(200))).toBe(true);
    expect(isScanned(nested(300))).toBe(false);
  });
});

describe('an event by its bytes', () => {
  const changed = (from: string | RegExp, to: string): Buffer => {
    const text = plain.replace(from, to);
    expect(text).not.toBe(plain);
    return Buffer.from(text);
  };

  test('says what parsing says', () => {
    const scanned = new EventBytes();
    expect(scanned.scan(Buffer.from(plain))).toBe(true);
    const { id, position, revision, recordedAt, stream } = event;
    expect(scanned).toMatchObject({ position, revision, instant: recordedAt, streamText: stream });
    expect(scanned.id.toString('hex')).toBe(id.replaceAll('-', ''));
    expect(scanned.isOfType(Buffer.from(event.type))).toBe(true);
    expect(scanned.isOfType(Buffer.from('test.thing.Happene'))).toBe(false);
  });

  test('is the same where it had to be parsed', () => {
    const [scanned, set] = [new EventBytes(), new EventBytes()];
    scanned.scan(Buffer.from(plain));
    set.set(readEntry(Buffer.from(plain)) as Exclude<ReturnType<typeof readEntry>, string>);
    for (const name of ['id', 'revision', 'position', 'instant', 'stream', 'streamText'] as const) expect(set[name]).toEqual(scanned[name]);
    expect(set.isOfType(Buffer.from(event.type))).toBe(true);
    expect([set.isAfter(scanned), set.isEarlier(scanned)]).toEqual([false, false]);
  });

  test('is before another by its position, and earlier by its instant', () => {
    const [first, second] = [new EventBytes(), new EventBytes()];
    first.scan(entryOf(testEvent(8, 'test/1', 3)));
    second.scan(entryOf(testEvent(9, 'test/1', 4)));
    expect(second.isAfter(first)).toBe(true);
    expect(first.isAfter(second)).toBe(false);
    expect(first.isEarlier(second)).toBe(true);
    expect(second.isEarlier(first)).toBe(false);
  });

  test.each<[string, string | RegExp, string]>([
    ['white space', ',"id"', ', "id"'],
    ['bytes behind the last brace', /$/, ' '],
    ['an id with a capital letter', /"id":"./, '"id":"A'],
    ['an id without a hyphen', /("id":"[0-9a-f]{8})-/, '$10'],
    ['a position with a leading zero', '"position":"8"', '"position":"08"'],
    ['a position of 20 digits', '"position":"8"', `"position":"${'9'.repeat(20)}"`],
    ['an instant without milliseconds', /\.\d{3}Z/, 'Z'],
    ['a revision below zero', '"revision":3', '"revision":-1'],
    ['a revision as text', '"revision":3', '"revision":"3"'],
    ['a revision that is not whole', '"revision":3', '"revision":3.5'],
    ['no stream', '"stream":"test/1"', '"stream":""'],
    ['no type', /"type":"[^"]*"/, '"type":""'],
    ['a member too many', /}$/, ',"zone":1}'],
    ['half a surrogate pair', 'what happened', '\\ud83d'],
    ['a number in another form', '"amount":1.75', '"amount":1.750'],
    ['too many levels', '"amount":1.75', `"amount":${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ])('is none with %s, by its bytes and by parsing', (_what, from, to) => {
    const bytes = changed(from, to);
    expect(new EventBytes().scan(bytes)).toBe(false);
    expect(readEntry(bytes)).toEqual(expect.any(String));
  });

  test('is none where a byte is no UTF-8', () => {
    const bytes = Buffer.from(plain);
    bytes[bytes.indexOf('happened')] = 0xff;
    expect(new EventBytes().scan(bytes)).toBe(false);
    expect(readEntry(bytes)).toBe('bytes that are not UTF-8');
  });

  test.each<[string, string | RegExp, string]>([
    ['an escaped control character', 'what happened', '\\u000b'],
    ['a name that is not ASCII', '"tags":["a","ü"]', '"ü":1'],
    ['a stream that is not ASCII', '"stream":"test/1"', '"stream":"tést/1"'],
    ['a revision of 16 digits', '"revision":3', '"revision":9007199254740991'],
  ])('is left to parsing with %s', (_what, from, to) => {
    const bytes = changed(from, to);
    expect(new EventBytes().scan(bytes)).toBe(false);
    expect(readEntry(bytes)).toEqual(expect.any(Object));
  });

  test('is never told where parsing refuses, whichever byte is another', () => {
    fc.assert(
      fc.property(fc.nat(plain.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(plain);
        bytes[at] = byte;
        return !new EventBytes().scan(bytes) || typeof readEntry(bytes) === 'object';
      }),
      { numRuns: 5_000 },
    );
  });
});
