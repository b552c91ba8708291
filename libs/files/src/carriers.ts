import type { Actor } from '@concord/kernel';
import { Injectable } from '@nestjs/common';

/** How a file is carried. */
export interface Carried {
  /** Its name there. */
  readonly name: string;
  /** The row of a read model that carries it, where it is one. */
  readonly by?: object;
}

/** Something that carries files, such as the comments on drafts: undefined where nothing that the reader may see carries the file. */
export type FileCarrier = (sha256: string, reader: Actor | null) => Promise<Carried | undefined>;

/** Who may see a file: whoever may see something that carries it. Each context says so of what it has. */
@Injectable()
export class FileCarriers {
  private readonly carriers: FileCarrier[] = [];

  register(carrier: FileCarrier): void {
    this.carriers.push(carrier);
  }

  /** How the file is carried by what the reader may see; undefined where it is not for the reader. */
  async carriedFor(sha256: string, reader: Actor | null): Promise<Carried | undefined> {
    for (const carrier of this.carriers) {
      const carried = await carrier(sha256, reader);
      if (carried) return carried;
    }
    return undefined;
  }
}
