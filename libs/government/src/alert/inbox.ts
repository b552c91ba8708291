import type { Position } from '@concord/kernel';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { DataSource } from 'typeorm';
import { Alert, type AlertRow, alertOf } from './alert.js';
import {
  ALERT_COLUMNS,
  ALERT_SOURCE,
  ASKS_FOR_REMINDERS,
  IS_OF_INTEREST,
  isRemindedBy,
  REMINDER_COLUMNS,
  REMINDER_SOURCE,
} from './matching.js';

@ObjectType({ description: 'A change that a party has asked to hear of, or a reminder that it still has to vote.' })
export class InboxAlert extends Alert {
  @Field(() => [ID], {
    description: 'The subscriptions that asked for it; it may be none of a reminder, which needs no subscription.',
  })
  subscriptions!: readonly string[];
}

/** A part of an inbox: behind one position, up to another, both as text. */
export interface Stretch {
  readonly after: Position;
  /** To the end, when left out. */
  readonly until?: Position;
}

/** The subscriptions of the party `$1` that ask for `c`; null where none does. */
const asking = (isOfInterest: string): string => `
  CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT i.subscription ORDER BY i.subscription) AS subscriptions
    FROM government_alerts.interest i WHERE i.party = $1 AND ${isOfInterest}) m`;

/** `$2` and `$3` are the stretch. */
const IN_STRETCH = 'c.position > $2::bigint AND ($3::bigint IS NULL OR c.position <= $3::bigint)';

const MATCHED = `${ALERT_SOURCE} ${asking(IS_OF_INTEREST)} WHERE m.subscriptions IS NOT NULL AND ${IN_STRETCH}`;

/** The party's own reminders, whether a subscription asks for them or not; nobody else's. */
const REMINDED = `${REMINDER_SOURCE} ${asking(ASKS_FOR_REMINDERS)} WHERE ${isRemindedBy('$1')} AND ${IN_STRETCH}`;

const READ = `
  (SELECT ${ALERT_COLUMNS}, m.subscriptions FROM ${MATCHED} ORDER BY c.position LIMIT $4) UNION ALL
  (SELECT ${REMINDER_COLUMNS}, coalesce(m.subscriptions, '{}') FROM ${REMINDED} ORDER BY c.position LIMIT $4)
  ORDER BY nth LIMIT $4`;

const COUNT = `SELECT ((SELECT count(*) FROM ${MATCHED}) + (SELECT count(*) FROM ${REMINDED}))::int AS count`;

/** What the subscriptions of a party have matched and what reminds it to vote, in the order of the log. */
export class Inbox {
  constructor(
    private readonly dataSource: DataSource,
    private readonly party: string,
  ) {}

  /** @param most how many at most, the oldest of them */
  async read({ after, until }: Stretch, most: number): Promise<readonly InboxAlert[]> {
    const rows = await this.dataSource.query<(AlertRow & Pick<InboxAlert, 'subscriptions'>)[]>(READ, [
      this.party,
      after,
      until ?? null,
      most,
    ]);
    return rows.map((row) => ({ ...alertOf(row), subscriptions: row.subscriptions }));
  }

  async count({ after, until }: Stretch): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(COUNT, [this.party, after, until ?? null]);
    return row?.count ?? 0;
  }
}
