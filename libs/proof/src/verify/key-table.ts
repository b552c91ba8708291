import { randomFillSync } from 'node:crypto';

/** Bytes of a word: keys are compared and copied by words. */
export const WORD_SIZE = 4;

/** The same numbers with room for as many more. */
export function withRoom(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const roomy = new Float64Array(2 * numbers.length);
  roomy.set(numbers);
  return roomy;
}

const FIRST_CAPACITY = 1_024;

/**
 * Numbers different keys of the same size from 0, in the order in which they come, without a string or an object of any: open addressing
 * over typed arrays, which stay when it is cleared.
 */
export class KeyTable {
  private readonly wordsOfKey: number;
  /** Random: whoever chooses the keys cannot choose which of them meet. */
  private readonly factors: Int32Array;
  private keys: Int32Array;
  /** At least twice as many places as keys; 0 where there is none, and else the number of the key and 1. */
  private places = new Int32Array(2 * FIRST_CAPACITY);
  private count = 0;

  /** @param keySize bytes, a multiple of WORD_SIZE */
  constructor(private readonly keySize: number) {
    this.wordsOfKey = keySize / WORD_SIZE;
    this.factors = randomFillSync(new Int32Array(this.wordsOfKey));
    this.keys = new Int32Array(FIRST_CAPACITY * this.wordsOfKey);
  }

  /** How many keys there are: the number of the next new one. */
  get size(): number {
    return this.count;
  }

  /** The number of the key whose first word is at this place. */
  numberOf(words: Int32Array, at: number): number {
    const last = this.places.length - 1;
    let place = this.placeOf(words, at);
    for (let entry = this.places[place] ?? 0; entry !== 0; entry = this.places[place] ?? 0) {
      if (this.isAt((entry - 1) * this.wordsOfKey, words, at)) return entry - 1;
      place = place === last ? 0 : place + 1;
    }
    const begin = this.count * this.wordsOfKey;
    for (let n = 0; n < this.wordsOfKey; n++) this.keys[begin + n] = words[at + n] ?? 0;
    this.count += 1;
    this.places[place] = this.count;
    if (2 * this.count === this.places.length) this.grow();
    return this.count - 1;
  }

  /** The key of a number: bytes of the table, valid until it takes another key. */
  key(number: number): Buffer {
    return Buffer.from(this.keys.buffer, number * this.keySize, this.keySize);
  }

  /** The numbers of all keys; these ascend by their bytes. */
  sorted(): Uint32Array {
    const bytes = new Uint8Array(this.keys.buffer);
    const { keySize } = this;
    return Uint32Array.from({ length: this.count }, (_, number) => number).sort((a, b) => {
      for (let n = 0; n < keySize; n++) {
        const difference = (bytes[a * keySize + n] ?? 0) - (bytes[b * keySize + n] ?? 0);
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }

  clear(): void {
    this.count = 0;
    this.places.fill(0);
  }

  private placeOf(words: Int32Array, at: number): number {
    let sum = 0;
    for (let n = 0; n < this.wordsOfKey; n++) sum = (sum + Math.imul(words[at + n] ?? 0, this.factors[n] ?? 0)) | 0;
    // The upper bits of a product depend on all bits of a word, the lower ones on few.
    return (sum ^ (sum >>> 16)) & (this.places.length - 1);
  }

  private isAt(begin: number, words: Int32Array, at: number): boolean {
    for (let n = 0; n < this.wordsOfKey; n++) if (this.keys[begin + n] !== words[at + n]) return false;
    return true;
  }

  private grow(): void {
    const keys = new Int32Array(2 * this.keys.length);
    keys.set(this.keys);
    this.keys = keys;
    this.places = new Int32Array(2 * this.places.length);
    const last = this.places.length - 1;
    for (let number = 0; number < this.count; number++) {
      let place = this.placeOf(keys, number * this.wordsOfKey);
      while (this.places[place] !== 0) place = place === last ? 0 : place + 1;
      this.places[place] = number + 1;
    }
  }
}
