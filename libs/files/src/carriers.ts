import type { Actor } from '@concord/kernel';
import { Injectable } from '@nestjs/common';

/**
 * Something that carries files, such as the comments on drafts: the name under which the reader may see the file there;
 * undefined where nothing that the reader may see carries it.
 */
export type FileCarrier = (sha256: string, reader: Actor | null) => Promise<string | undefined>;

/** Who may see a file: whoever may see something that carries it. Each context says so of what it has. */
@Injectable()
export class FileCarriers {
  private readonly carriers: FileCarrier[] = [];

  register(carrier: FileCarrier): void {
    this.carriers.push(carrier);
  }

  /** The name of the file for the reader; undefined where it is not for the reader. */
  async nameFor(sha256: string, reader: Actor | null): Promise<string | undefined> {
    for (const carrier of this.carriers) {
      const name = await carrier(sha256, reader);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}
