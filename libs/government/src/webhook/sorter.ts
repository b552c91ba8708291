import type { EventLog } from '@concord/event-log';
import { type Instant, instantOf, type Position, START } from '@concord/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { type AlertRow, alertOf } from '../alert/alert.js';
import { type Digest, toldAt } from '../alert/digest.js';
import {
  ALERT_COLUMNS,
  ALERT_SOURCE,
  ASKS_FOR_REMINDERS,
  IS_OF_INTEREST,
  isRemindedBy,
  REMINDER_COLUMNS,
  REMINDER_KEY,
  REMINDER_SOURCE,
} from '../alert/matching.js';
import { digestOf, type Item, type Message, messageOf } from './compose.js';
import { KEEP_ITEMS, KEEP_MESSAGES, KEEP_RECEIVERS, matchesIn, NEXT_STRETCH, REVIVE, TOLD } from './post-office.sql.js';

/** How many changes and reminders are matched at once, with the subscriptions of everybody. */
const CHANGES = 20;
/** How many messages are made at once. */
const MESSAGES = 200;

interface Match {
  readonly subscription: string;
  readonly key: string;
  readonly revision: number;
  readonly recordedAt: Date;
  readonly digest: Digest | null;
}

type ItemRow = AlertRow & { readonly subscription: string; readonly toldAt: Date };

const dueIn = (columns: string, source: string, key: string): string => `
  SELECT o.subscription, o.told_at AS "toldAt", ${columns}
  FROM government_post.item o JOIN (${source}) ON ${key} = o.norm AND c.revision = o.revision
  WHERE o.message IS NULL AND o.told_at <= $1`;
const NORMS_DUE = dueIn(ALERT_COLUMNS, ALERT_SOURCE, 'c.norm');
const REMINDERS_DUE = dueIn(REMINDER_COLUMNS, REMINDER_SOURCE, REMINDER_KEY);
const due = (which: string, order: string): string =>
  `(${NORMS_DUE} AND ${which} ${order}) UNION ALL (${REMINDERS_DUE} AND ${which} ${order}) ${order}`;
const DUE_ALONE = due('NOT o.digest', 'ORDER BY nth, subscription LIMIT $2');
// One order to the end: norms and reminders must be of the same subscription.
const OLDEST_DIGEST = `
    SELECT subscription FROM government_post.item WHERE message IS NULL AND digest AND told_at <= $1 ORDER BY told_at, subscription LIMIT 1`;
const DUE_TOGETHER = due(`o.digest AND o.subscription = (${OLDEST_DIGEST})`, 'ORDER BY nth');
// Of whoever asks for reminders only those are told who had not voted, each of its own ballots.
const MATCHES = `${matchesIn('c.norm', ALERT_SOURCE, IS_OF_INTEREST)} UNION ALL
  ${matchesIn(REMINDER_KEY, REMINDER_SOURCE, `${ASKS_FOR_REMINDERS} AND ${isRemindedBy('i.party')}`)}`;

const itemOf = ({ subscription, toldAt: at, ...row }: ItemRow): Item => ({
  subscription,
  key: row.key,
  revision: row.revision,
  toldAt: instantOf(at),
  alert: alertOf(row),
});

/**
 * Makes messages of changes. One process sorts at a time; each step is one transaction, so that a crash leaves it done or not
 * begun, and a change becomes part of one message of a subscription, whatever happens.
 */
export class Sorter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: Pick<EventLog, 'identity'>,
  ) {}

  /** Sorts all there is. @param now the instant up to which digests are due */
  async sort(now: Instant): Promise<void> {
    const log = await this.log.identity();
    let isMore = true;
    while (isMore) isMore = await this.dataSource.transaction((database) => this.step(database, log, now));
  }

  /** @returns whether there may be more to do */
  private async step(database: EntityManager, log: string, now: Instant): Promise<boolean> {
    const [sorted] = await database.query<{ log: string | null; position: Position }[]>(
      'SELECT log, position::text FROM government_post.sorted FOR UPDATE SKIP LOCKED',
    );
    // Somebody else sorts.
    if (!sorted) return false;
    // Positions of another log mean nothing in this one; what was sorted under them is known by norm or ballot and revision.
    const position = sorted.log === log ? sorted.position : START;
    const hasCollected = await this.collect(database, log, position, now);
    const hasMade = await this.make(database, now);
    return hasCollected || hasMade;
  }

  private async collect(database: EntityManager, log: string, after: Position, now: Instant): Promise<boolean> {
    const [stretch] = await database.query<{ until: Position | null }[]>(NEXT_STRETCH, [after, CHANGES]);
    if (!stretch?.until) return false;
    const matches = await database.query<Match[]>(MATCHES, [after, stretch.until]);
    if (matches.length > 0) {
      await database.query(KEEP_ITEMS, [
        matches.map(({ subscription }) => subscription),
        matches.map(({ key }) => key),
        matches.map(({ revision }) => revision),
        matches.map(({ digest }) => digest !== null),
        matches.map(({ recordedAt, digest }) => toldAt(instantOf(recordedAt), digest)),
      ]);
    }
    await database.query(REVIVE, [after, stretch.until, now]);
    await database.query('UPDATE government_post.sorted SET log = $1, position = $2', [log, stretch.until]);
    return true;
  }

  private async make(database: EntityManager, now: Instant): Promise<boolean> {
    const alone = await database.query<ItemRow[]>(DUE_ALONE, [now, MESSAGES]);
    const [first, ...others] = (await database.query<ItemRow[]>(DUE_TOGETHER, [now])).map(itemOf);
    const messages = [...alone.map((row) => messageOf(itemOf(row))), ...(first ? [digestOf([first, ...others])] : [])];
    if (messages.length > 0) await keep(database, messages, now);
    return messages.length > 0;
  }
}

async function keep(database: EntityManager, messages: readonly Message[], now: Instant): Promise<void> {
  const subscriptions = messages.map(({ subscription }) => subscription);
  await database.query(KEEP_MESSAGES, [
    now,
    messages.map(({ id }) => id),
    subscriptions,
    messages.map(({ digest }) => digest),
    messages.map(({ body }) => body),
  ]);
  await database.query(KEEP_RECEIVERS, [subscriptions]);
  const items = messages.flatMap(({ id, items: told }) => told.map((item) => ({ id, ...item })));
  await database.query(TOLD, [
    items.map(({ id }) => id),
    items.map(({ subscription }) => subscription),
    items.map(({ key }) => key),
    items.map(({ revision }) => revision),
  ]);
}
