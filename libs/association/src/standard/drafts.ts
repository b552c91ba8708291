import type { Instant } from '@concord/kernel';

/** A text that was submitted for a standard. */
export interface Draft {
  /** The first draft is 1. */
  readonly version: number;
  readonly contentHash: string;
  readonly submittedAt: Instant;
}

/** The draft that stood just before an instant, or undefined when there was none. One that comes at the instant itself is too late. */
export const draftBefore = (drafts: readonly Draft[], at: Instant): Draft | undefined =>
  drafts.findLast(({ submittedAt }) => submittedAt < at);
