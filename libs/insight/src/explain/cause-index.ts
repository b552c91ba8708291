import { EVENT_LOG, type EventLog } from '@concord/event-log';
import type { RecordedEvent, Uuid } from '@concord/kernel';
import { ReadModels } from '@concord/projections';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CAUSES, Cause } from './causes.js';

/** Finds events of the log by their ids, as far as they are of a kind that can be a cause. */
@Injectable()
export class CauseIndex {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly readModels: ReadModels,
  ) {}

  /**
   * What caused an event; undefined where the log does not have it.
   * @throws ReadModelBehind where the index does not come as far as the event in some seconds
   */
  async causeOf({ metadata: { causationId }, position }: RecordedEvent): Promise<RecordedEvent | undefined> {
    if (causationId === null) return undefined;
    await this.readModels.waitFor(CAUSES, position);
    const place = await this.dataSource.getRepository(Cause).findOneBy({ eventId: causationId as Uuid });
    if (!place) return undefined;
    for await (const event of this.log.readStream(place.stream, { from: place.revision }))
      return event.id === causationId ? event : undefined;
    return undefined;
  }
}
