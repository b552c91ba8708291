import { ID_SIZE } from './event-bytes.js';
import { Spill, type SpillFolder } from './spill.js';

const INDEX_SIZE = 6;

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

  constructor(folder: SpillFolder, parts: number) {
    this.spill = new Spill(folder, 'ids', ID_SIZE + INDEX_SIZE, parts);
  }

  /** The last bytes of an id say the part: the first ones are the time of it. */
  add(id: Buffer, index: number): void {
    const { bytes, parts } = this.spill;
    const at = this.spill.place(id.readUInt16BE(ID_SIZE - 2) % parts);
    for (let n = 0; n < ID_SIZE; n++) bytes[at + n] = id[n] ?? 0;
    bytes.writeUIntBE(index, at + ID_SIZE, INDEX_SIZE);
  }

  *run(onTwice: (twice: Twice) => void): Generator<void> {
    for (let part = 0; part < this.spill.parts; part++) {
      const seen = new Map<string, number>();
      this.spill.forEach(part, (bytes, at) => {
        const id = bytes.toString('latin1', at, at + ID_SIZE);
        const index = bytes.readUIntBE(at + ID_SIZE, INDEX_SIZE);
        const firstIndex = seen.get(id);
        if (firstIndex === undefined) seen.set(id, index);
        else onTwice({ index, firstIndex, id: bytes.toString('hex', at, at + ID_SIZE) });
      });
      yield;
    }
  }
}
