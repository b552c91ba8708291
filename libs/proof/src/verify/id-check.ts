import { Spill } from './spill.js';

const ID_SIZE = 16;
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

  constructor(folder: string, parts: number) {
    this.spill = new Spill(folder, 'ids', ID_SIZE + INDEX_SIZE, parts);
  }

  /** The id is a UUID in lower case. Its last bytes say the part: the first ones are the time of it. */
  add(id: string, index: number): void {
    const { bytes, at } = this.spill.place(Number.parseInt(id.slice(-4), 16) % this.spill.parts);
    bytes.write(id.replaceAll('-', ''), at, 'hex');
    bytes.writeUIntBE(index, at + ID_SIZE, INDEX_SIZE);
  }

  *run(onTwice: (twice: Twice) => void): Generator<void> {
    for (let part = 0; part < this.spill.parts; part++) {
      const seen = new Map<string, number>();
      for (const { bytes, at } of this.spill.records(part)) {
        const id = bytes.toString('latin1', at, at + ID_SIZE);
        const index = bytes.readUIntBE(at + ID_SIZE, INDEX_SIZE);
        const firstIndex = seen.get(id);
        if (firstIndex === undefined) seen.set(id, index);
        else onTwice({ index, firstIndex, id: bytes.toString('hex', at, at + ID_SIZE) });
      }
      yield;
    }
  }
}
