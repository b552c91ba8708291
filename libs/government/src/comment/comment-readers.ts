import { type ConcernColumns, inMandate } from '@concord/graphql';
import type { Actor } from '@concord/kernel';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Where a comment stands with those who moderate: before it is published, only its author and the agency see it. */
export const COMMENT_STATUSES = ['SUBMITTED', 'PUBLISHED', 'WITHHELD', 'WITHDRAWN'] as const;
export type CommentStatus = (typeof COMMENT_STATUSES)[number];

interface Sides {
  readonly status: CommentStatus | 'UNKNOWN';
  readonly agency: string;
  /** Null: the public, which has no token to show. */
  readonly author: string | null;
}

/** Whether a reader sees comments that are not published, whosever they are. */
const readsEveryComment = (reader: Actor | null): boolean => reader?.kind === 'AUDITOR';

/** A published comment is for everyone; any other for its author, for the agency that consults, and for auditors. */
export const maySeeComment = ({ status, agency, author }: Sides, reader: Actor | null): boolean =>
  status === 'PUBLISHED' || (reader !== null && ([agency, author].includes(reader.party) || readsEveryComment(reader)));

const CONCERNS: ConcernColumns = { aggregate: 'government.comment', id: 'comment.id', parties: ['comment.agency', 'comment.author'] };

/** The same for a list, whose rows are called `comment`. */
export function onlySeenBy<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, reader: Actor | null): void {
  const { sql, parameters } = inMandate(reader, CONCERNS);
  query.andWhere(`(comment.status = 'PUBLISHED' OR comment.agency = :theirs OR comment.author = :theirs OR ${sql})`, {
    ...parameters,
    theirs: reader?.party ?? null,
  });
}
