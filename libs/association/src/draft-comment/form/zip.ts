import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { badForm, formTooLarge } from './faults.js';

const inflate = promisify(inflateRaw);
const deflate = promisify(deflateRaw) as (bytes: Buffer) => Promise<Buffer>;

/** The parts of a package, by their paths. */
export type Parts = ReadonlyMap<string, Buffer>;

/** Bytes that the parts of a form may have together when they are unpacked. */
const MOST_UNPACKED = 64 * 2 ** 20;
const MOST_PARTS = 1_000;

/** The signatures and lengths of APPNOTE.TXT 6.3, 4.3. */
const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const UTF8 = 0x0800;

interface Entry {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly at: number;
}

function* entriesOf(zip: Buffer): Generator<Entry> {
  const from = Math.max(0, zip.length - END_LENGTH - LONGEST_COMMENT);
  let end = zip.length - END_LENGTH;
  while (end >= from && zip.readUInt32LE(end) !== END) end--;
  if (end < from) throw badForm('it ends before its list of contents');
  const count = zip.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw formTooLarge(`a form has at most ${MOST_PARTS} parts`, count);
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (zip.readUInt32LE(at) !== ENTRY) throw badForm('its list of contents is broken');
    const named = zip.readUInt16LE(at + 28);
    yield {
      path: zip.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + named),
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      at: zip.readUInt32LE(at + 42),
    };
    at += ENTRY_LENGTH + named + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

const unpackedTooLarge = () => formTooLarge('it takes too much memory when it is unpacked');

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));

/** @param most bytes; what the file itself says of its size is not believed */
async function inflated(bytes: Buffer, most: number, path: string): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) throw unpackedTooLarge();
    throw badForm(`its part ${path} cannot be unpacked`);
  }
}

async function partOf(zip: Buffer, { flags, method, packed, at, path }: Entry, most: number): Promise<Buffer> {
  if (flags & ENCRYPTED) throw badForm('it is protected by a password');
  if (zip.readUInt32LE(at) !== LOCAL) throw badForm(`its part ${path} is not where it should be`);
  const begin = at + LOCAL_LENGTH + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const bytes = zip.subarray(begin, begin + packed);
  if (method === DEFLATED) return inflated(bytes, most, path);
  if (method !== STORED) throw badForm(`its part ${path} is packed in a way that no office program uses`);
  if (bytes.length > most) throw unpackedTooLarge();
  return bytes;
}

/**
 * Unpacks what of a package is text; pictures and the like stay packed.
 * @param most bytes that they may have together
 * @throws ConcordError BAD_FORM where it cannot be read, FORM_TOO_LARGE where it would take too much memory
 */
export async function unpack(zip: Buffer, most = MOST_UNPACKED): Promise<Parts> {
  const parts = new Map<string, Buffer>();
  let left = most;
  try {
    for (const entry of entriesOf(zip)) {
      if (!/\.(xml|rels)$/i.test(entry.path)) continue;
      if (parts.has(entry.path)) throw badForm(`it has two parts ${entry.path}`);
      const part = await partOf(zip, entry, left);
      left -= part.length;
      parts.set(entry.path, part);
    }
  } catch (error) {
    // A place outside of the file.
    if (hasCode(error, 'ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS')) throw badForm('it is cut off or broken');
    throw error;
  }
  return parts;
}

function heading(path: Buffer, part: Buffer, packed: Buffer, method: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(UTF8, 2);
  fields.writeUInt16LE(method, 4);
  // The first day that there is: the same parts make the same file.
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(part), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(part.length, 18);
  fields.writeUInt16LE(path.length, 22);
  return fields;
}

const signed = (signature: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature);
  return bytes;
};

/**
 * Packs parts.
 * @param smaller whether to deflate them, or to let them stand as they are for a library that unpacks them at once
 */
export async function pack(parts: Parts, { smaller }: { readonly smaller: boolean }): Promise<Buffer> {
  const files: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, part] of parts) {
    const path = Buffer.from(name);
    const packed = smaller ? await deflate(part) : part;
    const fields = heading(path, part, packed, smaller ? DEFLATED : STORED);
    const local = Buffer.concat([signed(LOCAL, 4), fields, path]);
    const entry = signed(ENTRY, ENTRY_LENGTH);
    entry.writeUInt16LE(20, 4);
    fields.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    files.push(local, packed);
    list.push(entry, path);
    at += local.length + packed.length;
  }
  const contents = Buffer.concat(list);
  const end = signed(END, END_LENGTH);
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(contents.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, contents, end]);
}
