import type { RecordedEvent } from '@concord/kernel';
import type { Pool } from 'pg';

/** The events that operators have told a projection to leave out; a rebuild leaves them out, too. */
export class Skipped {
  private constructor(private readonly ids: ReadonlySet<string>) {}

  static async of(projection: string, pool: Pool): Promise<Skipped> {
    const { rows } = await pool.query<{ event_id: string }>(
      'SELECT event_id FROM concord_projections.skipped_event WHERE projection = $1',
      [projection],
    );
    return new Skipped(new Set(rows.map(({ event_id }) => event_id)));
  }

  has(eventId: string): boolean {
    return this.ids.has(eventId);
  }

  without(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    return this.ids.size === 0 ? events : events.filter(({ id }) => !this.ids.has(id));
  }
}
