import { PARTY_KINDS, type PartyKind, type Role } from '@concord/kernel';

export type Kind = 'query' | 'mutation' | 'subscription';

/** A field of Query, Mutation or Subscription and everybody whom the guard lets in. */
export interface Row {
  readonly operation: Kind;
  readonly name: string;
  /** A kind of party in a role; both null for somebody without a token. */
  readonly letIn: { readonly kind: PartyKind | null; readonly role: Role | null }[];
}

const INTRODUCTION = `# Who may call what

Whoever calls the API says who they are with a token; the token names a party, its kind, and the roles in which the person acts for it. Every query and every command says which kinds of party may call it, in which roles. What says nothing is called by nobody.

- \`ADMIN\` speaks for the party itself, \`OFFICER\` does its business, \`READER\` looks.
- Whoever may call something still meets the rules of the objects: an agency amends its own norms and no other's, an enterprise finds its own transactions and no other's, and a party has to be registered before it does anything else. [Parties and tokens](parties-and-tokens.md) tells how.
- Commands that the platform alone issues, such as closing a ballot when its time is over, are not in the API.
- A request that names a [replay](replay.md) is for \`ADMIN\` of an auditor or an operator; within it, this table holds as ever.

What the signs mean:

| sign | who of the party |
|---|---|
| ● | everybody: \`ADMIN\`, \`OFFICER\` and \`READER\` |
| ◐ | \`ADMIN\` and \`OFFICER\` |
| ○ | \`ADMIN\` only |
| · | nobody |

In the first column, ● says that no token is needed.

This page is written by a test that calls everything as everybody (\`test/access.e2e.spec.ts\`), and the test fails when it is no longer true.
`;

const SIGNS = new Map([
  ['ADMIN,OFFICER,READER', '●'],
  ['ADMIN,OFFICER', '◐'],
  ['ADMIN', '○'],
  ['', '·'],
]);

function sign({ letIn, name }: Row, kind: PartyKind): string {
  const roles = letIn.flatMap((caller) => (caller.kind === kind && caller.role ? [caller.role] : [])).sort();
  const found = SIGNS.get(roles.join());
  if (!found) throw new Error(`${name}: there is no sign for ${kind} as ${roles.join()}`);
  return found;
}

function table(title: string, head: string, rows: readonly Row[]): string {
  const lines = [...rows]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((row) => {
      const anybody = row.letIn.some(({ kind }) => kind === null) ? '●' : '·';
      return `| \`${row.name}\` | ${[anybody, ...PARTY_KINDS.map((kind) => sign(row, kind))].join(' | ')} |`;
    });
  const columns = [head, 'no token', ...PARTY_KINDS];
  return [`## ${title}`, '', `| ${columns.join(' | ')} |`, `|---|${':-:|'.repeat(columns.length - 1)}`, ...lines, ''].join('\n');
}

/** The page of the documentation that says who may call what. */
export const accessPage = (rows: readonly Row[]): string =>
  [
    INTRODUCTION,
    table(
      'Reading',
      'query',
      rows.filter(({ operation }) => operation === 'query'),
    ),
    table(
      'Doing',
      'command',
      rows.filter(({ operation }) => operation === 'mutation'),
    ),
    table(
      'Following',
      'subscription',
      rows.filter(({ operation }) => operation === 'subscription'),
    ),
  ].join('\n');
