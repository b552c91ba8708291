import type { DomainEvent, EventCatalogue, Instant } from '@concord/kernel';

export const RULINGS = ['UPHELD', 'DISMISSED'] as const;
export type Ruling = (typeof RULINGS)[number];

/* The names of the types below are stored for ever. */
export type AppealLodged = DomainEvent<
  'association.appeal.AppealLodged',
  {
    readonly ballotId: string;
    readonly standardId: string;
    readonly committeeId: string;
    readonly association: string;
    readonly appellant: string;
    readonly grounds: string;
    readonly lodgedAt: Instant;
    /** Up to when the result could be appealed. */
    readonly termEndsAt: Instant;
    /** Where the rule that gives the term stands. */
    readonly rule: string;
  }
>;
/** What the association has to say to it. The last one counts. */
export type AppealAnswered = DomainEvent<'association.appeal.AppealAnswered', { readonly statement: string }>;
export type AppealDecided = DomainEvent<
  'association.appeal.AppealDecided',
  {
    readonly ballotId: string;
    readonly standardId: string;
    /** The body that decided: another one than that whose decision is appealed. */
    readonly body: string;
    readonly ruling: Ruling;
    readonly reasons: string;
  }
>;
export type AppealWithdrawn = DomainEvent<
  'association.appeal.AppealWithdrawn',
  { readonly ballotId: string; readonly standardId: string; readonly reason: string | null }
>;

export type AppealEvent = AppealLodged | AppealAnswered | AppealDecided | AppealWithdrawn;

export const appealEvents: EventCatalogue<AppealEvent> = {
  'association.appeal.AppealLodged': { phase: 'BEFORE', version: 1 },
  'association.appeal.AppealAnswered': { phase: 'BEFORE', version: 1 },
  'association.appeal.AppealDecided': { phase: 'BEFORE', version: 1 },
  'association.appeal.AppealWithdrawn': { phase: 'BEFORE', version: 1 },
};
