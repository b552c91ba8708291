import { readFile, writeFile } from 'node:fs/promises';
import { PARTY_KINDS, type PartyKind, ROLES, type Role } from '@concord/kernel';
import { buildClientSchema, type GraphQLObjectType, getIntrospectionQuery } from 'graphql';
import { accessPage, type Kind, type Row } from './support/access-page.js';
import { connect, type Ended, subscribe } from './support/live.js';
import { minimalCall } from './support/minimal.js';
import { type Headers, People } from './support/people.js';
import { type HttpAnswer, RunningPlatform } from './support/running-platform.js';

const PAGE = new URL('../docs/access.md', import.meta.url);
const AT_ONCE = 16;

type Errors = HttpAnswer['errors'] | Ended;

/** The guard's own refusal; what an object's rules refuse says so in other words. */
const isDenied = (errors: Errors): boolean =>
  errors.some(({ extensions }) => {
    const { code, rule } = extensions as { readonly code: string; readonly rule?: unknown };
    return code === 'UNAUTHENTICATED' || (code === 'FORBIDDEN' && rule === 'access');
  });

interface Caller {
  readonly kind: PartyKind | null;
  readonly role: Role | null;
  readonly headers: Headers;
}

describe('Who may call what', () => {
  let platform: RunningPlatform;
  const callers: Caller[] = [{ kind: null, role: null, headers: {} }];
  const rows: Row[] = [];

  /** Whether the guard lets the caller in. */
  async function calls(operation: Kind, root: GraphQLObjectType, name: string, { headers }: Caller): Promise<boolean> {
    const { query, variables } = minimalCall(operation, root.getFields()[name]!);
    if (operation !== 'subscription') return !isDenied((await platform.ask(query, variables, headers)).errors);
    const client = connect(platform, headers);
    try {
      return !isDenied((await subscribe(client, query, variables).next()).value.errors ?? []);
    } catch (errors) {
      return !isDenied(errors as Ended);
    } finally {
      await client.dispose();
    }
  }

  async function tell(field: string, input: string, value: object, headers: Headers): Promise<void> {
    const mutation = `mutation ($input: ${input}!) { ${field}(input: $input) { receipt { position } } }`;
    expect((await platform.ask(mutation, { input: value }, headers)).errors).toEqual([]);
  }

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const people = await People.of(platform);
    for (const kind of PARTY_KINDS) {
      const party = `the-${kind.toLowerCase()}`;
      const headers = await people.join(party, kind);
      await tell('subscribeToAlerts', 'SubscribeToAlerts', {}, headers);
      for (const role of ROLES) callers.push({ kind, role, headers: await people.headers(party, kind, [role]) });
    }

    // What all of them have subscribed to happens, so that a subscription has something to tell each of them.
    const agency = await people.headers('the-agency', 'AGENCY');
    const titles = [{ language: 'en', text: 'A norm' }];
    await tell('draftNorm', 'DraftNorm', { normId: 'a-norm', jurisdiction: 'US', documentType: 'rule', titles }, agency);
    await tell('publishNorm', 'PublishNorm', { normId: 'a-norm', publishedOn: '2026-01-05', zone: 'UTC' }, agency);

    const schema = buildClientSchema((await platform.ask(getIntrospectionQuery())).data);
    const roots: readonly [Kind, GraphQLObjectType | null | undefined][] = [
      ['query', schema.getQueryType()],
      ['mutation', schema.getMutationType()],
      ['subscription', schema.getSubscriptionType()],
    ];
    const questions: (() => Promise<void>)[] = [];
    for (const [operation, root] of roots) {
      for (const name of Object.keys(root?.getFields() ?? {})) {
        const row: Row = { operation, name, letIn: [] };
        rows.push(row);
        for (const caller of callers) {
          questions.push(async () => {
            if (await calls(operation, root!, name, caller)) row.letIn.push(caller);
          });
        }
      }
    }
    const lines = Array.from({ length: AT_ONCE }, async () => {
      for (let ask = questions.pop(); ask; ask = questions.pop()) await ask();
    });
    await Promise.all(lines);
  });
  afterAll(() => platform.remove());

  it('is what docs/access.md says; UPDATE_ACCESS=1 writes it anew', async () => {
    const page = accessPage(rows);
    if (process.env.UPDATE_ACCESS) await writeFile(PAGE, page);
    expect(page).toBe(await readFile(PAGE, 'utf8'));
  });

  it('without a token one can comment, and change nothing else', () => {
    const open = rows.filter(({ operation, letIn }) => operation === 'mutation' && letIn.some(({ kind }) => kind === null));
    expect(open.map(({ name }) => name)).toEqual(['submitComment']);
  });

  it('nobody changes anything as READER', () => {
    const open = rows.filter(({ operation, letIn }) => operation === 'mutation' && letIn.some(({ role }) => role === 'READER'));
    expect(open).toEqual([]);
  });

  it('every field has somebody who may call it', () => {
    expect(rows.filter(({ letIn }) => letIn.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('who speaks for a party may do whatever its officers may', () => {
    const odd = rows.filter(({ letIn }) =>
      PARTY_KINDS.some((kind) => {
        const may = (role: Role): boolean => letIn.some((caller) => caller.kind === kind && caller.role === role);
        return (may('OFFICER') && !may('ADMIN')) || (may('READER') && !may('OFFICER'));
      }),
    );
    expect(odd).toEqual([]);
  });
});
