import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { AlertSubscription } from '../alert/subscription.tables.js';
import type { Answer } from './post.js';
import { CLAIM, NEXT_MESSAGE, RECORD, RELEASE, RENEW, SETTLE_ALL } from './post-office.sql.js';
import { LONGEST_FAILURE, retryAfter } from './schedule.js';
import { secretsAt, signedHeaders } from './signature.js';

/** Milliseconds for which a receiver is one courier's: longer than an attempt may take, and renewed before each. */
const BUSY_MS = 20_000;
/** So many messages are delivered to one receiver before the others have their turn. */
const ROUND = 50;
/** The receiver says that it is gone for good. */
const GONE = 410;

export interface CourierParts {
  readonly dataSource: DataSource;
  readonly signingKey: Buffer;
  readonly post: (url: URL, headers: Readonly<Record<string, string>>, body: string) => Promise<Answer>;
  readonly now: () => Date;
  /** Seconds between attempts; those of the schedule when left out. */
  readonly retries?: readonly number[] | undefined;
}

interface Due {
  readonly id: string;
  readonly body: string;
  readonly failures: number;
}

interface Standing {
  readonly givenUpIn: number | null;
  readonly failingSince: Date | null;
}

type Open = AlertSubscription & { readonly webhook: string };

/**
 * Delivers what waits for one receiver, message by message. A message that was answered with success, and that was written
 * down, is never sent again; one whose courier died in between is, by the same id.
 */
export class Courier {
  private constructor(
    private readonly parts: CourierParts,
    private readonly id: string,
    private readonly subscription: string,
  ) {}

  /** Sends a courier to a receiver for whom something is due, and whom no other courier serves. */
  static async claim(parts: CourierParts): Promise<Courier | undefined> {
    const id = randomUUID();
    const [claimed] = await parts.dataSource.query<[{ subscription: string }[], number]>(CLAIM, [id, parts.now(), BUSY_MS]);
    const [receiver] = claimed;
    return receiver && new Courier(parts, id, receiver.subscription);
  }

  /** Until nothing is due any more, the round is over, or the signal says so. */
  async deliver(signal: AbortSignal): Promise<void> {
    for (let nth = 0; nth < ROUND && !signal.aborted; nth++) if (!(await this.deliverNext())) break;
    await this.parts.dataSource.query(RELEASE, [this.subscription, this.id]);
  }

  /** @returns whether there may be more to do */
  private async deliverNext(): Promise<boolean> {
    const { dataSource, now } = this.parts;
    const [standing] = await this.update<Standing>(RENEW, [this.subscription, this.id, BUSY_MS]);
    const receiver = await dataSource.getRepository(AlertSubscription).findOneBy({ id: this.subscription });
    // Somebody else is here, or the read model is being built anew.
    if (!standing || !receiver) return false;
    if (!isOpen(receiver)) return this.settle('DROPPED', 'The subscription has ended, or has no webhook any more');
    if (standing.givenUpIn === receiver.enabledIn) return this.settle('DEAD', 'The receiver was given up');
    const [due] = await dataSource.query<Due[]>(NEXT_MESSAGE, [this.subscription, now()]);
    if (!due) return false;
    await this.attempt(due, receiver, standing);
    return true;
  }

  private async attempt({ id, body, failures }: Due, receiver: Open, { failingSince }: Standing): Promise<void> {
    const { post, now, retries, signingKey } = this.parts;
    const begun = now();
    const answer = await post(new URL(receiver.webhook), signedHeaders(id, begun, body, secretsAt(signingKey, receiver, begun)), body);
    const ended = now();
    const isDelivered = answer.status !== null && answer.status >= 200 && answer.status < 300;
    const isGivenUp = answer.status === GONE || (!isDelivered && isTooLong(failingSince, ended));
    const wait = isDelivered || isGivenUp ? undefined : retryAfter(failures + 1, retries);
    const state = isDelivered ? 'DELIVERED' : wait === undefined ? 'DEAD' : 'WAITING';
    await this.update(RECORD, [
      this.subscription,
      this.id,
      id,
      begun,
      Math.max(0, ended.getTime() - begun.getTime()),
      answer.status,
      answer.outcome,
      state,
      isDelivered,
      wait === undefined ? null : new Date(ended.getTime() + wait),
      wait === undefined ? ended : null,
      isGivenUp ? receiver.enabledIn : null,
    ]);
  }

  private async settle(state: 'DROPPED' | 'DEAD', outcome: string): Promise<false> {
    await this.update(SETTLE_ALL, [this.subscription, state, outcome, this.parts.now()]);
    return false;
  }

  private async update<Row>(sql: string, values: unknown[]): Promise<readonly Row[]> {
    const [rows] = await this.parts.dataSource.query<[Row[], number]>(sql, values);
    return rows;
  }
}

const isOpen = (receiver: AlertSubscription): receiver is Open => receiver.status === 'ACTIVE' && receiver.webhook !== null;

const isTooLong = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= LONGEST_FAILURE * 1_000;
