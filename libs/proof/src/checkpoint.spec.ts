import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { type Checkpoint, formatCheckpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { EMPTY_ROOT, leafHash } from './merkle.js';
import { cosign, signNote } from './note.js';
import { ProofRefused } from './refused.js';
import { successionText, verifySuccession } from './succession.js';
import { MemoryTiles } from './testing/memory-tiles.js';
import { inclusionProof, rootFrom } from './tiles.js';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.js';
import { COSIGNATURE, parseVkey, vkeyOf } from './vkey.js';

const ORIGIN = 'concord/one';
const signerOf = (name: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { name, privateKey, vkey: parseVkey(vkeyOf(name, publicKey)), witness: parseVkey(vkeyOf(name, publicKey, COSIGNATURE)) };
};
const log = signerOf(ORIGIN);
const next = signerOf(ORIGIN);
const [w1, w2] = [signerOf('witness.example/w1'), signerOf('witness.example/w2')];
const ROOT = EMPTY_ROOT.toString('base64');
const TEXT = `${ORIGIN}\n0\n${ROOT}\nstreams ${ROOT}\n`;

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

describe('the text of a checkpoint', () => {
  test('is the one that the design shows', () => {
    expect(formatCheckpoint({ origin: ORIGIN, size: 0, root: EMPTY_ROOT, streams: EMPTY_ROOT })).toBe(TEXT);
  });

  test('is read as what it was written from', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), hashes, fc.option(hashes, { nil: undefined }), (size, root, streams) => {
        const checkpoint: Checkpoint = { origin: ORIGIN, size, root, streams };
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  test('may have other extension lines, which count for nothing', () => {
    expect(parseCheckpoint(`${ORIGIN}\n0\n${ROOT}\nmore\n`)).toEqual({ origin: ORIGIN, size: 0, root: EMPTY_ROOT, streams: undefined });
  });

  test.each([
    [`${ORIGIN}\n0\n`, 'fewer than three lines'],
    [`\n0\n${ROOT}\n`, 'The origin is ""'],
    [`${ORIGIN}\n00\n${ROOT}\n`, 'The size of the checkpoint is "00"'],
    [`${ORIGIN}\n-1\n${ROOT}\n`, 'whole number'],
    [`${ORIGIN}\n1e3\n${ROOT}\n`, 'whole number'],
    [`${ORIGIN}\n 1\n${ROOT}\n`, 'whole number'],
    [`${ORIGIN}\n9007199254740992\n${ROOT}\n`, '2^53 - 1'],
    [`${ORIGIN}\n0\n${ROOT.replace('=', '')}\n`, 'must be base64'],
    [`${ORIGIN}\n0\n${ROOT.replace('U=', 'V=')}\n`, 'must be base64'],
    [`${ORIGIN}\n0\n${ROOT}=\n`, 'must be base64'],
    [`${ORIGIN}\n0\nAAAA\n`, 'is 3 bytes, and must be 32'],
    [`${ORIGIN}\n0\n${ROOT}\nstreams ${ROOT}\nstreams ${ROOT}\n`, 'has 2 lines that begin with "streams "'],
    [`${ORIGIN}\n0\n${ROOT}\nstreams x\n`, 'The root of the map of streams is "x"'],
    [`${ORIGIN}\n0\n${ROOT}\n\nmore\n`, 'an empty line among its extension lines'],
    [`${ORIGIN}\r\n0\r\n${ROOT}\r\n`, 'U+000D'],
    [`${ORIGIN}\n0\n${ROOT}`, 'ends without a line feed'],
  ])('is refused as %j', (text, sentence) => {
    expect(() => parseCheckpoint(text)).toThrow(sentence);
  });

  test('is not written with an origin of two lines', () => {
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 0, root: EMPTY_ROOT })).toThrow('must be one line');
  });
});

describe('a signed checkpoint', () => {
  const signed = signNote(TEXT, log) + cosign(TEXT, w1, 7);
  const witnesses = [w1.witness, w2.witness];

  test('says who vouches for it', () => {
    const { signedBy, cosignedBy, size } = verifyCheckpoint(signed, { log: [log.vkey], witnesses, quorum: 1 });
    expect({ signedBy, cosignedBy, size }).toEqual({ signedBy: [log.vkey], cosignedBy: [w1.witness], size: 0 });
  });

  test('with too few cosignatures is refused', () => {
    const sentence = 'is cosigned by 1 of the 2 known witnesses (witness.example/w1), and must be by 2.';
    expect(() => verifyCheckpoint(signed, { log: [log.vkey], witnesses })).toThrow(sentence);
  });

  test('with a wrong cosignature of a known witness is refused', () => {
    const wrong = signNote(TEXT, log) + cosign(`${TEXT}more\n`, w1, 7);
    expect(() => verifyCheckpoint(wrong, { log: [log.vkey], witnesses, quorum: 0 })).toThrow('is not of this checkpoint');
  });

  test('of another log is refused, even when its key is trusted', () => {
    const foreign = signNote(TEXT, w1);
    expect(() => verifyCheckpoint(foreign, { log: [w1.vkey] })).toThrow(
      'The checkpoint is of the log "concord/one", and the keys that are trusted are of witness.example/w1.',
    );
  });

  test('is not signed by a witness in the place of the log', () => {
    expect(() => verifyCheckpoint(signed, { log: [log.witness] })).toThrow(ProofRefused);
  });
});

describe('a succession', () => {
  const note = signNote(successionText(ORIGIN, next.vkey.text), log);
  const data = { retired: log.vkey.text, successor: next.vkey.text, note };

  test('names the key that signs next', () => {
    expect(verifySuccession(data, ORIGIN, log.vkey)).toEqual(next.vkey);
  });

  test('that the retired key has not signed, for this log and this successor, is refused', () => {
    expect(() => verifySuccession({ ...data, note: signNote(successionText(ORIGIN, next.vkey.text), next) }, ORIGIN, log.vkey)).toThrow(
      'signed by none',
    );
    expect(() => verifySuccession({ ...data, successor: log.vkey.text }, ORIGIN, log.vkey)).toThrow('and must say');
    expect(() => verifySuccession(data, 'concord/two', log.vkey)).toThrow('and must say');
    const alien = signNote(successionText(ORIGIN, w1.vkey.text), log);
    expect(() => verifySuccession({ ...data, successor: w1.vkey.text, note: alien }, ORIGIN, log.vkey)).toThrow(
      'must be a key of concord/one',
    );
  });
});

describe('a proof in a file', () => {
  const entries = Array.from({ length: 300 }, (_, at) => Buffer.from(`entry ${at}`));
  const tiles = new MemoryTiles(entries.map(leafHash));
  const policy = { log: [log.vkey], witnesses: [w1.witness] };

  async function proofOf(index: number, extra?: Buffer) {
    const text = formatCheckpoint({ origin: ORIGIN, size: entries.length, root: await rootFrom(tiles, entries.length) });
    const checkpoint = signNote(text, log) + cosign(text, w1, 7);
    return formatTlogProof({ extra, index, hashes: await inclusionProof(tiles, index, entries.length), checkpoint });
  }

  test('shows that an entry is in the log', async () => {
    const text = await proofOf(259);
    expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 259\n([A-Za-z0-9+/]{43}=\n)+\nconcord\/one\n300\n/);
    expect(verifyTlogProof(text, entries[259]!, policy)).toMatchObject({
      index: 259,
      size: 300,
      signedBy: [log.vkey],
      cosignedBy: [w1.witness],
    });
    expect(formatTlogProof(parseTlogProof(text))).toBe(text);
  });

  test('may carry something that is not signed', async () => {
    const text = await proofOf(0, Buffer.from('more'));
    expect(parseTlogProof(text).extra?.toString()).toBe('more');
    expect(verifyTlogProof(text, entries[0]!, policy).index).toBe(0);
  });

  test('of another entry or index is refused', async () => {
    const text = await proofOf(259);
    expect(() => verifyTlogProof(text, entries[258]!, policy)).toThrow('The root that follows from the proof is');
    expect(() => verifyTlogProof(text.replace('index 259', 'index 258'), entries[259]!, policy)).toThrow(ProofRefused);
    expect(() => verifyTlogProof(text, entries[259]!, { log: [next.vkey] })).toThrow('signed by none of the keys');
  });

  test('with any of its characters changed is refused', async () => {
    const text = await proofOf(259);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 0x7f }), (at, difference) => {
        const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ difference) + text.slice(at + 1);
        expect(() => verifyTlogProof(changed, entries[259]!, policy)).toThrow(ProofRefused);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['another version', (text: string) => text.replace('@v1', '@v2'), 'must begin with "c2sp.org/tlog-proof@v1"'],
    ['a leading zero', (text: string) => text.replace('index 259', 'index 0259'), 'The index of the proof is "0259"'],
    ['no index', (text: string) => text.replace('index 259\n', ''), 'where "index " and a number must stand'],
    ['extra data behind the index', (text: string) => text.replace('index 259\n', 'index 259\nextra AAAA\n'), 'The hash 0 of the proof'],
    [
      'extra data twice',
      (text: string) => text.replace('index 259\n', 'extra AAAA\nextra AAAA\nindex 259\n'),
      'where "index " and a number',
    ],
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n'), 'U+000D'],
    ['something behind it', (text: string) => `${text}more\n`, 'A line of signatures is "more"'],
    ['no checkpoint', (text: string) => text.slice(0, text.indexOf('\n\n') + 1), 'no blank line before its checkpoint'],
  ])('with %s is refused', async (_what, change, sentence) => {
    const text = change(await proofOf(259));
    expect(() => parseTlogProof(text)).toThrow(sentence);
  });
});
