import { type ConcernColumns, inMandate } from '@concord/graphql';
import { type Actor, eyesOn } from '@concord/kernel';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

export interface Sides {
  readonly reporter: string;
  readonly enterprise: string;
  readonly association: string;
}

export const concernsOf = ({ reporter, enterprise, association }: Sides) => ({
  parties: [reporter, enterprise, association],
  jurisdictions: [],
});

/** Whether a reader sees the case itself: whoever reported it, the enterprise, the association that decides, and auditors. */
export const maySeeCase = ({ reporter, enterprise, association }: Sides, reader: Actor | null): boolean =>
  reader !== null && (reader.kind === 'AUDITOR' || [reporter, enterprise, association].includes(reader.party));

/** The same of a row of the read model, with the eyes that the reader has for it. */
export const maySeeCaseOf = (row: Sides & { readonly id: string }, reader: Actor | null): boolean =>
  maySeeCase(row, eyesOn(reader, { ...concernsOf(row), stream: `association.breach/${row.id}` }));

/** Everyone sees of a case what was published. */
export const maySeeBreach = (row: Sides & { readonly publishedAt: string | null }, reader: Actor | null): boolean =>
  row.publishedAt !== null || maySeeCase(row, reader);

const OF_THE_READER = '(breach.reporter = :theirs OR breach.enterprise = :theirs OR breach.association = :theirs)';

const CONCERNS: ConcernColumns = {
  aggregate: 'association.breach',
  id: 'breach.id',
  parties: ['breach.reporter', 'breach.enterprise', 'breach.association'],
};

/** Whose case it is, as SQL over rows that are called `breach`, and its parameters. */
function caseOf(reader: Actor | null): readonly [sql: string, parameters: object] {
  const { sql, parameters } = inMandate(reader, CONCERNS);
  return [`(${OF_THE_READER} OR ${sql})`, { ...parameters, theirs: reader?.party ?? null }];
}

/** The same as `maySeeBreach` for a list, or as `maySeeCase`. */
export function onlySeenBy<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, reader: Actor | null, what: 'BREACH' | 'CASE'): void {
  const published = what === 'BREACH' ? 'breach.publishedAt IS NOT NULL OR ' : '';
  const [sql, parameters] = caseOf(reader);
  query.andWhere(`(${published}${sql})`, parameters);
}

/** Nobody finds out by asking who a consumer is that has reported something. */
export function onlyReportedBy<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, reader: Actor | null, reporter: string): void {
  const [sql, parameters] = caseOf(reader);
  query.andWhere(`breach.reporter = :reporter AND (breach.reporterKind <> 'CONSUMER' OR ${sql})`, { ...parameters, reporter });
}
