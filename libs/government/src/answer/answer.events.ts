import type { DomainEvent, EventCatalogue } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

/** What becomes of what a comment asks for. */
export const DISPOSITIONS = ['ACCEPTED', 'ACCEPTED_IN_PART', 'REJECTED', 'OUT_OF_SCOPE'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** The change of the draft to which comments led. */
export interface Change {
  /** The draft that reads differently from the one before it. */
  readonly draft: number;
  /** The provisions that changed, came or went; none: its titles, goods or amendments of other norms. */
  readonly eIds: readonly string[];
}

interface Decided {
  readonly disposition: Disposition;
  readonly reason: readonly LocalizedText[];
  /** Null unless something was accepted. */
  readonly change: Change | null;
}

/* The names of the types below are stored for ever. */
export type AnswerGiven = DomainEvent<'government.answer.AnswerGiven', { readonly normId: string; readonly agency: string } & Decided>;
/** The answer serves these comments from now on, and each of them as its only one. */
export type AnswerApplied = DomainEvent<
  'government.answer.AnswerApplied',
  {
    readonly comments: readonly string[];
    /** The latest draft that one of them is about. */
    readonly latestDraft: number;
  }
>;
/** The agency answers differently, to all the comments that the answer serves. */
export type AnswerRevised = DomainEvent<'government.answer.AnswerRevised', Decided & { readonly why: string }>;

export type AnswerEvent = AnswerGiven | AnswerApplied | AnswerRevised;

export const answerEvents: EventCatalogue<AnswerEvent> = {
  'government.answer.AnswerGiven': { phase: 'BEFORE', version: 1 },
  'government.answer.AnswerApplied': { phase: 'BEFORE', version: 1 },
  'government.answer.AnswerRevised': { phase: 'BEFORE', version: 1 },
};
