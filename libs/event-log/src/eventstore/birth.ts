import { newId, type Uuid } from '@concord/kernel';
import { NO_STREAM } from '../event-log.js';
import type { OwnRecords } from './own-records.js';

/** The first that is noted of a log in its server: its name for ever, and the place behind which all its events lie. */
export interface Birth {
  readonly identity: Uuid;
  readonly place: number;
}

const RECORD = 'log';

/** Finds out about the birth of the log, or is present at it: whoever comes first writes it down. */
export class Births {
  private known: Promise<Birth> | undefined;

  constructor(private readonly records: OwnRecords) {}

  birth(): Promise<Birth> {
    if (this.known) return this.known;
    const known = this.learn();
    this.known = known;
    known.catch(() => {
      this.known = undefined;
    });
    return known;
  }

  private async learn(): Promise<Birth> {
    const record = await this.records.last<{ readonly identity: Uuid }>(RECORD);
    if (record) return { identity: record.data.identity, place: record.place };
    await this.records.append(RECORD, NO_STREAM, 'LogBegun', { identity: newId() });
    return this.learn();
  }
}
