import { ID_SIZE } from './event-bytes.js';
import { KeyTable, WORD_SIZE, withRoom } from './key-table.js';
import { NUMBER_SIZE, Spill, type SpillFolder } from './spill.js';

/** Of an event: id, index. */
const RECORD_SIZE = ID_SIZE + NUMBER_SIZE;

/** Two events with the same id. */
export interface Twice {
  readonly index: number;
  readonly firstIndex: number;
  /** In hexadecimal digits. */
  readonly id: string;
}

/** Finds events that have the id of an earlier one. */
export class IdCheck {
  private readonly spill: Spill;
  private readonly ids = new KeyTable(ID_SIZE);
  /** At the number of an id, the index at which it came first. */
  private indices = new Float64Array(1_024);

  constructor(folder: SpillFolder, parts: number) {
    this.spill = new Spill(folder, 'ids', RECORD_SIZE, parts);
  }

  /** The last bytes of an id say the part: the first ones are the time of it. */
  add(id: Buffer, index: number): void {
    const { records, parts } = this.spill;
    const at = this.spill.place(id.readUInt16BE(ID_SIZE - 2) % parts);
    for (let n = 0; n < ID_SIZE; n++) records.bytes[at + n] = id[n] ?? 0;
    records.numbers[(at + ID_SIZE) / NUMBER_SIZE] = index;
  }

  /** Tells of each id that was there, and of each part that is done. */
  *run(onTwice: (twice: Twice) => void): Generator<void> {
    for (let part = 0; part < this.spill.parts; part++) {
      this.ids.clear();
      this.spill.forEach(part, ({ bytes, words, numbers }, at) => {
        const next = this.ids.size;
        const number = this.ids.numberOf(words, at / WORD_SIZE);
        const index = numbers[(at + ID_SIZE) / NUMBER_SIZE] ?? 0;
        if (number === next) this.note(number, index);
        else onTwice({ index, firstIndex: this.indices[number] ?? 0, id: bytes.toString('hex', at, at + ID_SIZE) });
      });
      yield;
    }
  }

  private note(number: number, index: number): void {
    if (number === this.indices.length) this.indices = withRoom(this.indices);
    this.indices[number] = index;
  }
}
