import type { Attachment } from '@concord/files';
import type { DomainEvent, EventCatalogue, Instant } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

/* The names of the types below are stored for ever. */
export type CommentSubmitted = DomainEvent<
  'government.comment.CommentSubmitted',
  {
    readonly normId: string;
    /** The agency that consults. */
    readonly agency: string;
    /** The party that comments; null: somebody of the public, of whom nothing is known. */
    readonly author: string | null;
    /** The draft that it is about; the first is 1. */
    readonly draft: number;
    /** The eId of the provision that it is about; null: the whole. */
    readonly provision: string | null;
    readonly text: readonly LocalizedText[];
    readonly attachments: readonly Attachment[];
    readonly submittedAt: Instant;
  }
>;
export type CommentWithdrawn = DomainEvent<'government.comment.CommentWithdrawn', { readonly normId: string }>;
export type CommentPublished = DomainEvent<'government.comment.CommentPublished', { readonly reason: string | null }>;
export type CommentWithheld = DomainEvent<'government.comment.CommentWithheld', { readonly reason: string }>;
/** The agency answered it, or has another answer to it now. */
export type CommentAnswered = DomainEvent<
  'government.comment.CommentAnswered',
  {
    readonly normId: string;
    readonly answer: string;
    /** The answer that it had before; null where this is the first. */
    readonly before: string | null;
  }
>;

export type CommentEvent = CommentSubmitted | CommentWithdrawn | CommentPublished | CommentWithheld | CommentAnswered;

export const commentEvents: EventCatalogue<CommentEvent> = {
  'government.comment.CommentSubmitted': { phase: 'BEFORE', version: 1 },
  'government.comment.CommentWithdrawn': { phase: 'BEFORE', version: 1 },
  'government.comment.CommentPublished': { phase: 'BEFORE', version: 1 },
  'government.comment.CommentWithheld': { phase: 'BEFORE', version: 1 },
  'government.comment.CommentAnswered': { phase: 'BEFORE', version: 1 },
};
