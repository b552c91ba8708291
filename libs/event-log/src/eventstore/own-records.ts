import { newId } from '@concord/kernel';
import type { ResolvedEvent } from '@eventstore/db-client';
import type { Appended, Appends, Moved } from './appends.js';
import { placeOfServer } from './envelope.js';
import type { Namespace } from './namespace.js';
import type { Reads } from './reads.js';

/** What the adapter keeps for itself in the server, beside the log. */
export interface OwnRecord<Data> {
  readonly data: Data;
  readonly revision: number;
  readonly place: number;
  /** By the server's clock. */
  readonly at: Date;
}

/** The adapter's own streams, which nobody sees who reads the log. */
export class OwnRecords {
  /** @param attempt milliseconds that one append may take */
  constructor(
    private readonly reads: Reads,
    private readonly appends: Appends,
    private readonly namespace: Namespace,
    private readonly attempt: number,
  ) {}

  async last<Data>(name: string): Promise<OwnRecord<Data> | undefined> {
    const open = () =>
      this.reads.client.readStream(this.namespace.nameOfOwn(name), { direction: 'backwards', fromRevision: 'end', maxCount: 1 });
    let last: ResolvedEvent | undefined;
    for await (const [arrived] of this.reads.arrivals(open)) last = arrived;
    const event = last?.event;
    return event && { data: event.data as Data, revision: Number(event.revision), place: placeOfServer(event), at: event.created };
  }

  append(name: string, expectedRevision: number, type: string, data: object): Promise<Appended | Moved> {
    const record = { id: newId(), type, schemaVersion: 1, data: JSON.stringify(data), metadata: '{}' };
    return this.appends.send(this.namespace.nameOfOwn(name), expectedRevision, [record], this.attempt);
  }
}
