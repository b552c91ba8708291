import type { Actor, Mandate } from '@concord/kernel';

/** Where the rows of a list say what they concern: columns, as SQL. */
export interface ConcernColumns {
  /** `<context>.<aggregate>`. */
  readonly aggregate: string;
  readonly id: string;
  readonly parties: readonly string[];
  readonly jurisdictions?: readonly string[];
}

export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** The conditions of one mandate, under names that no other has. */
class Conditions {
  readonly parameters: Record<string, readonly string[]> = {};

  among(columns: readonly string[], values: readonly string[]): readonly string[] {
    if (values.length === 0) return [];
    const name = `mandate_${Object.keys(this.parameters).length}`;
    this.parameters[name] = values;
    return columns.map((column) => `${column} = ANY(:${name})`);
  }
}

const anyOf = (conditions: readonly string[]): string => (conditions.length === 0 ? 'FALSE' : `(${conditions.join(' OR ')})`);

function coveredBy({ scope, within }: Mandate, columns: ConcernColumns, conditions: Conditions): string {
  const { aggregate, id, parties, jurisdictions = [] } = columns;
  const ids = scope.objects.filter((stream) => stream.startsWith(`${aggregate}/`)).map((stream) => stream.slice(aggregate.length + 1));
  const named = anyOf([
    ...conditions.among([id], ids),
    ...conditions.among(parties, scope.parties),
    ...conditions.among(jurisdictions, scope.jurisdictions),
  ]);
  const inScope = scope.everything || scope.aggregates.includes(aggregate) ? 'TRUE' : named;
  if (!within) return inScope;
  const reached = anyOf([...conditions.among(parties, [within.party]), ...conditions.among(jurisdictions, within.jurisdictions)]);
  return `(${inScope} AND ${reached})`;
}

/** Which rows of a list an auditor sees because of a mandate; FALSE for anybody else. The rule of `covers` in the kernel, as SQL. */
export function inMandate(reader: Actor | null, columns: ConcernColumns): Condition {
  const conditions = new Conditions();
  const mandates = reader?.kind === 'AUDITOR' ? (reader.mandates ?? []) : [];
  const sql = anyOf(mandates.map((mandate) => coveredBy(mandate, columns, conditions)));
  return { sql, parameters: conditions.parameters };
}
