import { derivedId, type Instant } from '@concord/kernel';
import type { Alert } from '../alert/alert.js';

/** A change or reminder that is to be told to a subscription. */
export interface Item {
  readonly subscription: string;
  /** The id of the norm, or the stream of the ballot. */
  readonly key: string;
  readonly revision: number;
  readonly toldAt: Instant;
  readonly alert: Alert;
}

/** What is posted, by an id that it keeps in every attempt. */
export interface Message {
  readonly id: string;
  readonly subscription: string;
  readonly digest: boolean;
  readonly body: string;
  readonly items: readonly Item[];
}

/** A digest tells so many changes in full; the rest is counted, and in the inbox. */
export const LONGEST_DIGEST = 1_000;

/** The same items make the same id, also where they are put together twice. */
const idOf = (kind: string, { subscription, key, revision }: Item): string =>
  `msg_${derivedId(`government webhook ${kind}`, subscription, key, revision).replaceAll('-', '')}`;

const typeOf = ({ kind }: Alert): string => (kind === 'BALLOT_CLOSES_SOON' ? 'ballot.closes_soon' : `norm.${kind.toLowerCase()}`);

/** One change, told by itself. */
export function messageOf(item: Item): Message {
  const { subscription, alert } = item;
  const body = JSON.stringify({ type: typeOf(alert), timestamp: alert.recordedAt, data: { subscription, ...alert } });
  return { id: idOf('alert', item), subscription, digest: false, body, items: [item] };
}

/** All that is due to a subscription, told together. @param items in the order of the log, one at least */
export function digestOf(items: readonly [Item, ...Item[]]): Message {
  const [first] = items;
  const { subscription } = first;
  const timestamp = items.reduce((latest, { toldAt }) => (toldAt > latest ? toldAt : latest), first.toldAt);
  const changes = items.slice(0, LONGEST_DIGEST).map(({ alert }) => ({ type: typeOf(alert), ...alert }));
  const span = { from: first.alert.position, to: items.at(-1)?.alert.position };
  const data = { subscription, ...span, totalCount: items.length, changes };
  return { id: idOf('digest', first), subscription, digest: true, body: JSON.stringify({ type: 'norm.digest', timestamp, data }), items };
}
