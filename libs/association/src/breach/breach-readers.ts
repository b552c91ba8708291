import type { Actor } from '@concord/kernel';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

export interface Sides {
  readonly reporter: string;
  readonly enterprise: string;
  readonly association: string;
}

/** Whether a reader sees the case itself: whoever reported it, the enterprise, the association that decides, and auditors. */
export const maySeeCase = ({ reporter, enterprise, association }: Sides, reader: Actor | null): boolean =>
  reader !== null && (reader.kind === 'AUDITOR' || [reporter, enterprise, association].includes(reader.party));

/** Everyone sees of a case what was published. */
export const maySeeBreach = (row: Sides & { readonly publishedAt: string | null }, reader: Actor | null): boolean =>
  row.publishedAt !== null || maySeeCase(row, reader);

const OF_THE_READER = '(breach.reporter = :theirs OR breach.enterprise = :theirs OR breach.association = :theirs)';

/** Whose case it is, as SQL over rows that are called `breach`; `TRUE` for those who see every case. */
const caseOf = (reader: Actor | null): string => (reader?.kind === 'AUDITOR' ? 'TRUE' : OF_THE_READER);

/** The same as `maySeeBreach` for a list, or as `maySeeCase`. */
export function onlySeenBy<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, reader: Actor | null, what: 'BREACH' | 'CASE'): void {
  const published = what === 'BREACH' ? 'breach.publishedAt IS NOT NULL OR ' : '';
  query.andWhere(`(${published}${caseOf(reader)})`, { theirs: reader?.party ?? null });
}

/** Nobody finds out by asking who a consumer is that has reported something. */
export function onlyReportedBy<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, reader: Actor | null, reporter: string): void {
  query.andWhere(`breach.reporter = :reporter AND (breach.reporterKind <> 'CONSUMER' OR ${caseOf(reader)})`, {
    reporter,
    theirs: reader?.party ?? null,
  });
}
