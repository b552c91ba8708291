import type { Position } from '@concord/kernel';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { DataSource } from 'typeorm';
import { Alert, type AlertRow, alertOf } from './alert.js';
import { ALERT_COLUMNS, ALERT_SOURCE, IS_OF_INTEREST } from './matching.js';

@ObjectType({ description: 'A change that a party has asked to hear of.' })
export class InboxAlert extends Alert {
  @Field(() => [ID], { description: 'The subscriptions that asked for it.' })
  subscriptions!: readonly string[];
}

/** A part of an inbox: behind one position, up to another, both as text. */
export interface Stretch {
  readonly after: Position;
  /** To the end, when left out. */
  readonly until?: Position;
}

/** `$1` is the party, `$2` and `$3` are the stretch. */
const MATCHED = `${ALERT_SOURCE}
  CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT i.subscription ORDER BY i.subscription) AS subscriptions
    FROM government_alerts.interest i WHERE i.party = $1 AND ${IS_OF_INTEREST}) m
  WHERE m.subscriptions IS NOT NULL AND c.position > $2::bigint AND ($3::bigint IS NULL OR c.position <= $3::bigint)`;

/** What the subscriptions of a party have matched, change by change, in the order of the log. */
export class Inbox {
  constructor(
    private readonly dataSource: DataSource,
    private readonly party: string,
  ) {}

  /** @param most how many at most, the oldest of them */
  async read({ after, until }: Stretch, most: number): Promise<readonly InboxAlert[]> {
    const rows = await this.dataSource.query<(AlertRow & Pick<InboxAlert, 'subscriptions'>)[]>(
      `SELECT ${ALERT_COLUMNS}, m.subscriptions FROM ${MATCHED} ORDER BY c.position LIMIT $4`,
      [this.party, after, until ?? null, most],
    );
    return rows.map((row) => ({ ...alertOf(row), subscriptions: row.subscriptions }));
  }

  async count({ after, until }: Stretch): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${MATCHED}`, [
      this.party,
      after,
      until ?? null,
    ]);
    return row?.count ?? 0;
  }
}
