import { isUtf8 } from 'node:buffer';
import { after, endOfPlain, endOfValue, endOfWhole, isDigit, UNSURE } from './canonical-bytes.js';
import type { Entry } from './entry.js';

/** Bytes of an id. */
export const ID_SIZE = 16;

const POSITION_DIGITS = 19;
/** A number of so many digits is exact, whichever they are. */
const EXACT_DIGITS = 15;

/** What stands before the value of each member, and behind the one before. */
const BEFORE = {
  data: Buffer.from('{"data":'),
  dataSha256: Buffer.from('{"dataSha256":'),
  id: Buffer.from(',"id":"'),
  metadata: Buffer.from('","metadata":'),
  position: Buffer.from(',"position":"'),
  recordedAt: Buffer.from('","recordedAt":"'),
  revision: Buffer.from('","revision":'),
  schemaVersion: Buffer.from(',"schemaVersion":'),
  stream: Buffer.from(',"stream":"'),
  type: Buffer.from('","type":"'),
  end: Buffer.from('"}'),
};

/** A zero stands for any digit. */
const ID_FORM = Buffer.from('00000000-0000-0000-0000-000000000000');
const INSTANT_FORM = Buffer.from('0000-00-00T00:00:00.000Z');
const [ZERO] = INSTANT_FORM as Iterable<number>;

const NO_DIGIT = 16;
const HEX = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte));
  return value < 0 ? NO_DIGIT : value;
});

/** Writes the id whose text begins here. */
function readId(bytes: Buffer, begin: number, id: Buffer): number {
  let [value, filled] = [1, 0];
  for (let at = 0; at < ID_FORM.length; at++) {
    const byte = bytes[begin + at] ?? 0;
    if (ID_FORM[at] !== ZERO) {
      if (byte !== ID_FORM[at]) return UNSURE;
      continue;
    }
    const digit = HEX[byte] ?? NO_DIGIT;
    if (digit === NO_DIGIT) return UNSURE;
    value = 16 * value + digit;
    // Two digits are there: before them stands the 1 that it began with.
    if (value < 256) continue;
    id[filled++] = value;
    value = 1;
  }
  return begin + ID_FORM.length;
}

function endOfInstant(bytes: Buffer, begin: number): number {
  for (let at = 0; at < INSTANT_FORM.length; at++) {
    const byte = bytes[begin + at];
    if (INSTANT_FORM[at] === ZERO ? !isDigit(byte) : byte !== INSTANT_FORM[at]) return UNSURE;
  }
  return begin + INSTANT_FORM.length;
}

function numberIn(bytes: Buffer, begin: number, end: number): number {
  let number = 0;
  for (let at = begin; at < end; at++) number = 10 * number + (bytes[at] ?? 0) - (ZERO ?? 0);
  return number;
}

/** A recorded event by the places of its members in the bytes of the entry: of a million events, not one has to become strings. */
export class EventBytes {
  readonly id = Buffer.alloc(ID_SIZE);
  revision = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private positionAt = 0;
  private positionEnd = 0;
  private recordedAt = 0;
  private streamAt = 0;
  private streamEnd = 0;
  private typeAt = 0;
  private typeEnd = 0;

  /** Whether the entry is beyond doubt a recorded event in canonical JSON. Where it is not, `readEntry` tells whether it is one. */
  scan(bytes: Buffer): boolean {
    if (!isUtf8(bytes)) return false;
    this.bytes = bytes;
    const data = after(bytes, 0, BEFORE.data);
    let at = endOfValue(bytes, data === UNSURE ? after(bytes, 0, BEFORE.dataSha256) : data);
    at = readId(bytes, after(bytes, at, BEFORE.id), this.id);
    at = endOfValue(bytes, after(bytes, at, BEFORE.metadata));
    this.positionAt = after(bytes, at, BEFORE.position);
    this.positionEnd = endOfWhole(bytes, this.positionAt, POSITION_DIGITS);
    this.recordedAt = after(bytes, this.positionEnd, BEFORE.recordedAt);
    at = after(bytes, endOfInstant(bytes, this.recordedAt), BEFORE.revision);
    const revisionEnd = endOfWhole(bytes, at, EXACT_DIGITS);
    this.revision = numberIn(bytes, at, revisionEnd);
    at = endOfValue(bytes, after(bytes, revisionEnd, BEFORE.schemaVersion));
    this.streamAt = after(bytes, at, BEFORE.stream);
    this.streamEnd = endOfPlain(bytes, this.streamAt);
    this.typeAt = after(bytes, this.streamEnd, BEFORE.type);
    this.typeEnd = endOfPlain(bytes, this.typeAt);
    return this.streamEnd > this.streamAt && this.typeEnd > this.typeAt && after(bytes, this.typeEnd, BEFORE.end) === bytes.length;
  }

  /** Takes an event that had to be parsed. */
  set({ id, position, recordedAt, revision, stream, type }: Entry): void {
    const texts = [position, recordedAt, stream, type].map((text) => Buffer.from(text));
    const [a = 0, b = 0, c = 0, d = 0] = texts.map(({ length }) => length);
    this.id.write(id.replaceAll('-', ''), 'hex');
    this.revision = revision;
    this.bytes = Buffer.concat(texts);
    [this.positionAt, this.positionEnd, this.recordedAt] = [0, a, a];
    [this.streamAt, this.streamEnd] = [a + b, a + b + c];
    [this.typeAt, this.typeEnd] = [a + b + c, a + b + c + d];
  }

  get position(): string {
    return this.bytes.toString('latin1', this.positionAt, this.positionEnd);
  }

  get instant(): string {
    return this.bytes.toString('latin1', this.recordedAt, this.recordedAt + INSTANT_FORM.length);
  }

  /** The name of the stream in UTF-8. */
  get stream(): Buffer {
    return this.bytes.subarray(this.streamAt, this.streamEnd);
  }

  /** A text that only this stream has. */
  get streamText(): string {
    return this.bytes.toString('latin1', this.streamAt, this.streamEnd);
  }

  isOfType(type: Buffer): boolean {
    return this.typeEnd - this.typeAt === type.length && after(this.bytes, this.typeAt, type) !== UNSURE;
  }

  /** Whether its position is after that of another event. */
  isAfter(other: EventBytes): boolean {
    const length = this.positionEnd - this.positionAt;
    const otherLength = other.positionEnd - other.positionAt;
    if (length !== otherLength) return length > otherLength;
    return compare(this.bytes, this.positionAt, other.bytes, other.positionAt, length) > 0;
  }

  /** Whether it was recorded at an earlier instant than another one. */
  isEarlier(other: EventBytes): boolean {
    return compare(this.bytes, this.recordedAt, other.bytes, other.recordedAt, INSTANT_FORM.length) < 0;
  }
}

function compare(a: Buffer, aAt: number, b: Buffer, bAt: number, length: number): number {
  for (let at = 0; at < length; at++) {
    const difference = (a[aAt + at] ?? 0) - (b[bAt + at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
