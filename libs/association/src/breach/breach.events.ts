import type { Attachment } from '@concord/files';
import {
  asWritten,
  type CalendarDate,
  type DomainEvent,
  type Duration,
  type EventCatalogue,
  type Instant,
  type PartyKind,
  type PersonalText,
  type TimeZone,
} from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

export const BREACH_OUTCOMES = ['UPHELD', 'DISMISSED'] as const;
export type BreachOutcome = (typeof BREACH_OUTCOMES)[number];

/** What a breach that was upheld has for its consequence. */
export const MEASURES = ['NONE', 'WARNING', 'SUSPENSION', 'EXPULSION'] as const;
export type Measure = (typeof MEASURES)[number];

/** What the enterprise says to a report. */
interface Statement {
  readonly statement: string;
  readonly attachments: readonly Attachment[];
  readonly answeredAt: Instant;
}

/* The names of the types below are stored for ever. */
export type BreachReported = DomainEvent<
  'association.breach.BreachReported',
  {
    readonly pledgeId: string;
    /** To which the pledge belongs: it decides. */
    readonly association: string;
    readonly enterprise: string;
    /** The version to which the enterprise was bound on the day. */
    readonly version: number;
    /** The eId of the section that was breached. */
    readonly provision: string;
    readonly reporter: string;
    readonly reporterKind: PartyKind;
    readonly facts: PersonalText;
    readonly attachments: readonly Attachment[];
    readonly happenedOn: CalendarDate;
    /** The zone of that day. */
    readonly zone: TimeZone;
    readonly reportedAt: Instant;
    /** Of the version: the hearing opens with the report. */
    readonly hearingTerm: Duration;
    /** The answer is due before this instant. */
    readonly answerBy: Instant;
  }
>;
export type BreachAnswered = DomainEvent<'association.breach.BreachAnswered', Statement>;
/** The enterprise adds to its answer. */
export type AnswerSupplemented = DomainEvent<'association.breach.AnswerSupplemented', Statement>;
export type HearingClosed = DomainEvent<'association.breach.HearingClosed', { readonly answered: boolean; readonly closedAt: Instant }>;
export type BreachDecided = DomainEvent<
  'association.breach.BreachDecided',
  {
    readonly pledgeId: string;
    readonly enterprise: string;
    readonly outcome: BreachOutcome;
    readonly reasons: string;
    readonly measure: Measure;
    /** The last day of a suspension, in the zone; null of any other measure. */
    readonly until: CalendarDate | null;
    readonly zone: TimeZone;
    readonly decidedAt: Instant;
  }
>;
/** The first publication opens the decision to everyone; a later one corrects the summary. */
export type DecisionPublished = DomainEvent<
  'association.breach.DecisionPublished',
  { readonly summary: readonly LocalizedText[]; readonly publishedAt: Instant }
>;
export type ReportWithdrawn = DomainEvent<
  'association.breach.ReportWithdrawn',
  { readonly reason: PersonalText | null; readonly withdrawnAt: Instant }
>;

export type BreachEvent =
  | BreachReported
  | BreachAnswered
  | AnswerSupplemented
  | HearingClosed
  | BreachDecided
  | DecisionPublished
  | ReportWithdrawn;

/** What the reporter writes is the reporter's. */
export const breachEvents: EventCatalogue<BreachEvent> = {
  'association.breach.BreachReported': {
    ...{ phase: 'AFTER', version: 2, upcasts: { 1: asWritten } },
    personal: { at: ['facts'], of: ({ reporter }: BreachReported['data']) => reporter },
  },
  'association.breach.BreachAnswered': { phase: 'AFTER', version: 1 },
  'association.breach.AnswerSupplemented': { phase: 'AFTER', version: 1 },
  'association.breach.HearingClosed': { phase: 'AFTER', version: 1 },
  'association.breach.BreachDecided': { phase: 'AFTER', version: 1 },
  'association.breach.DecisionPublished': { phase: 'AFTER', version: 1 },
  'association.breach.ReportWithdrawn': {
    ...{ phase: 'AFTER', version: 2, upcasts: { 1: asWritten } },
    personal: { at: ['reason'], of: (_, { reporter }: { readonly reporter: string }) => reporter },
  },
};
