import type { DomainEvent, EventCatalogue, Instant } from '@concord/kernel';
import type { Digest } from './digest.js';

/** Which changes a party wants to hear of, and how; each change of a subscription states all of it anew. */
export interface SubscriptionTerms {
  /** Countries and blocs whose rules are of interest; a country stands for its blocs, too. None: of all. */
  readonly jurisdictions: readonly string[];
  /** Goods; a code stands for those above and below it. None: all. */
  readonly hsCodes: readonly string[];
  /** The parties of agencies. None: all. */
  readonly agencies: readonly string[];
  /** Words of the norm, as a search box takes them; null: any. */
  readonly text: string | null;
  /** Where each message is posted; null: nowhere, the inbox is enough. */
  readonly webhook: string | null;
  /** Null: every change is told at once, by itself. */
  readonly digest: Digest | null;
  /** Whether it also brings reminders of ballots in which the party has not voted. The inbox has them anyway. */
  readonly ballotReminders: boolean;
}

/* The names of the types below are stored for ever. */
export type SubscriptionMade = DomainEvent<'government.subscription.SubscriptionMade', { readonly party: string } & SubscriptionTerms>;
export type SubscriptionChanged = DomainEvent<
  'government.subscription.SubscriptionChanged',
  {
    /** The terms that this makes; the first are 1. */
    readonly edition: number;
    readonly party: string;
  } & SubscriptionTerms
>;
export type SubscriptionEnded = DomainEvent<
  'government.subscription.SubscriptionEnded',
  {
    /** The last edition of the terms. */
    readonly edition: number;
  }
>;
export type WebhookSecretRotated = DomainEvent<
  'government.subscription.WebhookSecretRotated',
  {
    /** Which secret is good from now on; the first is 1. The secret itself is never recorded. */
    readonly secret: number;
    /** Until then messages are signed with the one before, too. */
    readonly previousUntil: Instant;
  }
>;
/** The receiver is tried again, after it was given up. */
export type WebhookEnabled = DomainEvent<'government.subscription.WebhookEnabled', object>;
/** Messages that could not be delivered are to be sent again, and the receiver is tried again. */
export type RedeliveryRequested = DomainEvent<
  'government.subscription.RedeliveryRequested',
  {
    /** The id of the message; null: all of them. */
    readonly message: string | null;
  }
>;

export type SubscriptionEvent =
  | SubscriptionMade
  | SubscriptionChanged
  | SubscriptionEnded
  | WebhookSecretRotated
  | WebhookEnabled
  | RedeliveryRequested;

/** Before there were reminders nobody had asked for them. */
const termsV2 = (data: Omit<SubscriptionTerms, 'ballotReminders'>): SubscriptionTerms => ({ ...data, ballotReminders: false });

const first = { phase: 'BEFORE', version: 1 } as const;

export const subscriptionEvents: EventCatalogue<SubscriptionEvent> = {
  'government.subscription.SubscriptionMade': { phase: 'BEFORE', version: 2, upcasts: { 1: termsV2 } },
  'government.subscription.SubscriptionChanged': { phase: 'BEFORE', version: 2, upcasts: { 1: termsV2 } },
  'government.subscription.SubscriptionEnded': first,
  'government.subscription.WebhookSecretRotated': first,
  'government.subscription.WebhookEnabled': first,
  'government.subscription.RedeliveryRequested': first,
};
