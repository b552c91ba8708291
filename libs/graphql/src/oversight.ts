import { behold, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Actor, type Class, eyesOn, streamOf } from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';

/** Tells with whose eyes somebody looks at an object of a read model: an auditor without a mandate for it as the public. */
@Injectable()
export class Oversight {
  constructor(
    @Optional() @Inject(EVENT_LOG) private readonly log?: EventLog,
    @Optional() private readonly registry?: Registry,
  ) {}

  /** @param command one of the commands that the object takes */
  async eyesOn(command: Class | undefined, id: string, reader: Actor | null): Promise<Actor | null> {
    if (reader?.kind !== 'AUDITOR') return reader;
    const route = this.registry?.commands.find((known) => known.command === command);
    if (!this.log || !this.registry || !route) return null;
    const beheld = await behold(this.log, this.registry, streamOf(route.aggregate, id));
    return beheld ? eyesOn(reader, beheld.concern) : null;
  }
}
