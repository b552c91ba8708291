import type { DomainEvent, EventCatalogue, Instant } from '@concord/kernel';

/** `ge`, `te` and `ed` in the commenting template of ISO. */
export const COMMENT_KINDS = ['GENERAL', 'TECHNICAL', 'EDITORIAL'] as const;
export type CommentKind = (typeof COMMENT_KINDS)[number];

export const COMMENT_DISPOSITIONS = ['ACCEPTED', 'ACCEPTED_IN_PART', 'REJECTED', 'NOTED'] as const;
export type CommentDisposition = (typeof COMMENT_DISPOSITIONS)[number];

/** What a comment says, and about what: the columns of the commenting template. */
export interface CommentContent {
  /** The eId of the section that it is about; null: the whole draft. */
  readonly clause: string | null;
  /** The line, or lines, as the printed draft counts them. */
  readonly line: string | null;
  /** The paragraph, figure or table in the section. */
  readonly element: string | null;
  readonly kind: CommentKind;
  readonly text: string;
  readonly proposedChange: string | null;
}

/** What became of a comment. */
export interface CommentVerdict {
  readonly disposition: CommentDisposition;
  readonly observation: string | null;
  /** The draft in which the change came; null where none is named. */
  readonly resultingDraft: number | null;
}

/* The names of the types below are stored for ever. */
export type DraftCommented = DomainEvent<
  'association.draft-comment.DraftCommented',
  CommentContent & {
    readonly standardId: string;
    /** The association whose standard it is. */
    readonly association: string;
    readonly draftVersion: number;
    /** The party that comments. */
    readonly author: string;
    /** Where the section stands in that draft, the first being 1; 0 for the whole. */
    readonly place: number;
    readonly commentedAt: Instant;
  }
>;
export type DraftCommentWithdrawn = DomainEvent<'association.draft-comment.DraftCommentWithdrawn', Readonly<Record<string, never>>>;
/** It got its disposition, or has another one now. */
export type DraftCommentDisposed = DomainEvent<
  'association.draft-comment.DraftCommentDisposed',
  CommentVerdict & { readonly disposedAt: Instant }
>;

export type DraftCommentEvent = DraftCommented | DraftCommentWithdrawn | DraftCommentDisposed;

export const draftCommentEvents: EventCatalogue<DraftCommentEvent> = {
  'association.draft-comment.DraftCommented': { phase: 'BEFORE', version: 1 },
  'association.draft-comment.DraftCommentWithdrawn': { phase: 'BEFORE', version: 1 },
  'association.draft-comment.DraftCommentDisposed': { phase: 'BEFORE', version: 1 },
};
