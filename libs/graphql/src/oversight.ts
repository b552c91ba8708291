import { type Beheld, behold, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Actor, type Class, type Concern, eyesOn, streamOf } from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';

/** Tells with whose eyes somebody looks at an object of a read model: an auditor without a mandate for it as the public. */
@Injectable()
export class Oversight {
  constructor(
    @Optional() @Inject(EVENT_LOG) private readonly log?: EventLog,
    @Optional() private readonly registry?: Registry,
  ) {}

  private readonly takers = new Map<string, Class>();

  /** Notes that a field of Query answers with the object that takes this command. */
  register(field: string, command: Class): void {
    this.takers.set(field, command);
  }

  /** What the object behind `field(id:)` concerns; undefined where that is no object of an aggregate. */
  async concernOf(field: string, id: string): Promise<Concern | undefined> {
    const beheld = await this.behold(this.takers.get(field), id);
    return beheld?.concern;
  }

  /** @param command one of the commands that the object takes */
  async eyesOn(command: Class | undefined, id: string, reader: Actor | null): Promise<Actor | null> {
    if (reader?.kind !== 'AUDITOR') return reader;
    const beheld = await this.behold(command, id);
    return beheld ? eyesOn(reader, beheld.concern) : null;
  }

  private async behold(command: Class | undefined, id: string): Promise<Beheld | undefined> {
    const route = this.registry?.commands.find((known) => known.command === command);
    if (!this.log || !this.registry || !route) return undefined;
    return behold(this.log, this.registry, streamOf(route.aggregate, id));
  }
}
