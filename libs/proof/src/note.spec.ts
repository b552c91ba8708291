import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { cosign, formatNote, parseNote, parseSignatureLine, signatureLine, signNote, verifyCosignature, verifyNote } from './note.js';
import { ProofRefused } from './refused.js';
import { COSIGNATURE, ED25519, parseVkey, vkeyOf } from './vkey.js';

const signerOf = (name: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { name, privateKey, vkey: parseVkey(vkeyOf(name, publicKey)), witness: parseVkey(vkeyOf(name, publicKey, COSIGNATURE)) };
};
const log = signerOf('concord/one');
const other = signerOf('concord/two');
const TEXT = 'concord/one\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';

/** The example of C2SP signed-note. */
const PUBLISHED = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const PUBLISHED_NOTE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

describe('a key', () => {
  test('of the specification verifies the note of the specification', () => {
    const vkey = parseVkey(PUBLISHED);
    expect(vkey).toMatchObject({ name: 'example.com/foo', id: '530d903a', type: ED25519 });
    expect(vkeyOf(vkey.name, vkey.publicKey)).toBe(PUBLISHED);
    expect(verifyNote(PUBLISHED_NOTE, [vkey])).toMatchObject({ text: 'This is an example message.\n', signedBy: [vkey] });
  });

  test.each([
    ['', 'must be a name, eight hexadecimal digits and base64'],
    [PUBLISHED.replace('530d903a', '530d903b'), 'The id of the key example.com/foo is 530d903b, and must be 530d903a'],
    [PUBLISHED.replace('530d903a', '530D903A'), 'eight hexadecimal digits'],
    [PUBLISHED.replace('example.com/foo', 'example.com/fop'), 'The id of the key example.com/fop is 530d903a, and must be'],
    [PUBLISHED.replace('example.com/foo', ''), 'The name of the key is ""'],
    [PUBLISHED.replace('example.com/foo', 'example com'), 'must be one word without a plus'],
    [PUBLISHED.replace('Aeky', 'Beky'), 'is of the type 5, and must be of type 1'],
    [PUBLISHED.slice(0, -4), 'has 29 bytes, and must have 32'],
    [`${PUBLISHED}\n`, 'must be base64'],
    [PUBLISHED.replace('Aeky', 'Aek-'), 'must be base64'],
  ])('is refused as %j', (text, sentence) => {
    expect(() => parseVkey(text)).toThrow(sentence);
  });

  test('is of Ed25519', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => vkeyOf('log', publicKey)).toThrow('The key log is of the kind ec, and must be of Ed25519.');
  });
});

describe('a note', () => {
  test('says by whom it is signed, and signatures of others count for nothing', () => {
    const note = signNote(TEXT, log) + signatureLine(TEXT, other);
    expect(verifyNote(note, [log.vkey]).signedBy).toEqual([log.vkey]);
    expect(verifyNote(note, [log.vkey, other.vkey]).signedBy).toEqual([log.vkey, other.vkey]);
    expect(formatNote(parseNote(note))).toBe(note);
  });

  test('is refused when nobody who is trusted has signed', () => {
    expect(() => verifyNote(signNote(TEXT, log), [other.vkey])).toThrow(
      `The note is signed by none of the keys concord/two, key ${other.vkey.id}; it is by concord/one, key ${log.vkey.id}.`,
    );
    expect(() => verifyNote(signNote(TEXT, log), [])).toThrow(ProofRefused);
  });

  test('is refused as a whole when one of the signatures that are known is wrong', () => {
    const wrong = signNote(TEXT, log) + signatureLine('another text\n', other);
    expect(() => verifyNote(wrong, [log.vkey, other.vkey])).toThrow(
      `The signature of concord/two, key ${other.vkey.id}, is not of this text.`,
    );
    expect(verifyNote(wrong, [log.vkey]).signedBy).toEqual([log.vkey]);
  });

  test('with a key of the same name and another id does not count', () => {
    const impostor = signerOf('concord/one');
    expect(() => verifyNote(signNote(TEXT, impostor), [log.vkey])).toThrow('signed by none of the keys');
  });

  test('may have empty lines in its text', () => {
    const text = 'one\n\ntwo\n';
    expect(verifyNote(signNote(text, log), [log.vkey]).text).toBe(text);
  });

  test('with any byte of its text or signature changed is refused', () => {
    const note = signNote(TEXT, log);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 0x7f }), (at, difference) => {
        const changed = note.slice(0, at) + String.fromCharCode(note.charCodeAt(at) ^ difference) + note.slice(at + 1);
        expect(() => verifyNote(changed, [log.vkey])).toThrow(ProofRefused);
      }),
      { numRuns: 500 },
    );
  });

  const line = signatureLine(TEXT, log);
  test.each([
    ['nothing', '', 'ends without a line feed'],
    ['no text', `\n${line}`, 'no blank line'],
    ['no signature', `${TEXT}\n`, 'The note has no signature.'],
    ['no blank line', `${TEXT}${line}`, 'no blank line'],
    ['no line feed at its end', `${TEXT}\n${line.trimEnd()}`, 'ends without a line feed'],
    ['carriage returns', `${TEXT}\n${line}`.replaceAll('\n', '\r\n'), 'The note has the control character U+000D'],
    ['a tab', `one\ttwo\n\n${line}`, 'The note has the control character U+0009'],
    ['half a character', `\ud800\n\n${line}`, 'not well-formed Unicode'],
    ['a signature twice', `${TEXT}\n${line}${line}`, `The note is signed twice by concord/one, key ${log.vkey.id}.`],
    ['something behind a signature', `${TEXT}\n${line.trimEnd()} x\n`, 'A line of signatures is'],
    ['a hyphen for the dash', `${TEXT}\n-${line.slice(1)}`, 'A line of signatures is'],
    ['two spaces', `${TEXT}\n${line.replace('— ', '—  ')}`, 'A line of signatures is'],
    ['a signature of nothing', `${TEXT}\n— concord/one AAAAAA==\n`, 'has 4 bytes, and must have more than 4'],
    ['bits behind the end of base64', `${TEXT}\n— concord/one AAAAAAB=\n`, 'must be base64'],
    ['base64 without its padding', `${TEXT}\n${line.replaceAll('=', '')}`, 'must be base64'],
    [
      'too many signatures',
      `${TEXT}\n${Array.from({ length: 65 }, (_, at) => `— n${at} AAAAAAA=\n`).join('')}`,
      'The note has 65 signatures, and may have 64.',
    ],
  ])('with %s is refused', (_what, note, sentence) => {
    expect(() => parseNote(note)).toThrow(sentence);
  });

  test('is not made from a text that does not end', () => {
    expect(() => signNote('no end', log)).toThrow('The text of the note ends without a line feed.');
  });
});

describe('a cosignature', () => {
  const witness = signerOf('witness.example/w1');
  const TIME = 1_679_315_147;

  test('says when it was made', () => {
    const line = parseSignatureLine(cosign(TEXT, witness, TIME));
    expect(verifyCosignature(TEXT, line, witness.witness)).toBe(TIME);
    const note = signNote(TEXT, log) + cosign(TEXT, witness, TIME);
    const { signedBy, times } = verifyNote(note, [log.vkey, witness.witness]);
    expect(signedBy).toEqual([log.vkey, witness.witness]);
    expect(times.get(witness.witness.text)).toBe(TIME);
  });

  test('is of another key than a signature with the same bytes', () => {
    expect(() => verifyNote(signNote(TEXT, log) + cosign(TEXT, witness, TIME), [witness.vkey])).toThrow('signed by none of the keys');
  });

  test('of another text, another time or with any bit changed is refused', () => {
    const line = parseSignatureLine(cosign(TEXT, witness, TIME));
    expect(() => verifyCosignature(`${TEXT}more\n`, line, witness.witness)).toThrow('is not of this checkpoint');
    fc.assert(
      fc.property(fc.nat(72 * 8 - 1), (bit) => {
        const signature = Buffer.from(line.signature);
        signature[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => verifyCosignature(TEXT, { ...line, signature }, witness.witness)).toThrow(ProofRefused);
      }),
    );
    expect(() => verifyCosignature(TEXT, { ...line, signature: line.signature.subarray(1) }, witness.witness)).toThrow(
      'has 71 bytes, and must have 72',
    );
  });

  test('has a time in whole seconds', () => {
    for (const time of [-1, 0.5, Number.NaN]) expect(() => cosign(TEXT, witness, time)).toThrow('must be a whole number of seconds from 0');
  });
});

test('a key that was kept as PEM signs the same', () => {
  const pem = log.privateKey.export({ format: 'pem', type: 'pkcs8' });
  const privateKey = createPrivateKey(pem);
  expect(signNote(TEXT, { name: log.name, privateKey })).toBe(signNote(TEXT, log));
  expect(vkeyOf(log.name, createPublicKey(pem))).toBe(log.vkey.text);
});
