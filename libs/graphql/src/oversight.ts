import { type Beheld, behold, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Actor, type Class, type Concern, eyesOn, instantOf, streamOf } from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';

/** Tells with whose eyes somebody looks at an object of a read model: an auditor without a mandate for it as the public. */
@Injectable()
export class Oversight {
  constructor(
    @Optional() @Inject(EVENT_LOG) private readonly log?: EventLog,
    @Optional() private readonly registry?: Registry,
  ) {}

  private readonly byField = new Map<string, Class>();
  private readonly byRow = new Map<unknown, Class>();

  /** Notes that a field of Query answers with a row of this class, about the object that takes this command. */
  register(field: string, row: Class, command: Class): void {
    this.byField.set(field, command);
    this.byRow.set(row, command);
  }

  /** What the object behind `field(id:)` concerns; undefined where that is no object of an aggregate. */
  async concernOf(field: string, id: string): Promise<Concern | undefined> {
    const beheld = await this.behold(this.byField.get(field), id);
    return beheld?.concern;
  }

  /** What those of the rows concern that are about objects which not everybody may see. */
  async reservedAmong(rows: readonly object[]): Promise<readonly Concern[]> {
    const now = instantOf(new Date());
    const found: Concern[] = [];
    for (const row of rows) {
      const beheld = 'id' in row && typeof row.id === 'string' ? await this.behold(this.byRow.get(row.constructor), row.id) : undefined;
      if (beheld && !beheld.aggregate.disclosedTo(beheld.state, null, now)) found.push(beheld.concern);
    }
    return found;
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
