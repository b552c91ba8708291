import { createHash, randomBytes } from 'node:crypto';
import { EventLogUnavailable, migrateEventLog, PostgresEventLog } from '@concord/event-log';
import {
  type Actor,
  aggregate,
  Confidential,
  canonicalJson,
  type DecisionContext,
  type DomainEvent,
  type EventMetadata,
  type Fold,
  IssuedBy,
  isRejection,
  type Outcome,
  officersOf,
  on,
  PLATFORM,
  type RecordedEvent,
  reject,
  type Secrets,
} from '@concord/kernel';
import { PostgresSecrets, statedKey } from '@concord/secrets';
import { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { Decisions } from './decide.js';
import type { Accepted, Issue } from './issue.js';
import { load } from './load.js';
import { Registry } from './registry.js';
import type { StandingCheck } from './standing.js';

@IssuedBy(officersOf('AGENCY'))
class Add {
  constructor(
    readonly counterId: string | undefined,
    readonly amount: number,
  ) {}
}

@IssuedBy(officersOf('AGENCY'))
class AddLike {
  constructor(
    readonly counterId: string,
    readonly other: string,
  ) {}
}

@Confidential(({ counterId }: Whisper) => counterId)
@IssuedBy(officersOf('AGENCY'))
class Whisper {
  constructor(
    readonly counterId: string,
    readonly word: string,
  ) {}
}

type Whispered = DomainEvent<'test.counter.Whispered', { readonly sealed: string }>;
type Added = DomainEvent<'test.counter.Added', { readonly amount: number }>;
interface Counter {
  readonly total: number;
}

const fold: Fold<Counter, Added | Whispered> = {
  name: 'test.counter',
  initialState: { total: 0 },
  evolve: ({ total }, { type, data }) => ({ total: total + (type === 'test.counter.Added' ? data.amount : 0) }),
};
const added = (amount: number): Added => ({ type: 'test.counter.Added', data: { amount } });

const add = ({ amount }: Add, { total }: Counter, _: DecisionContext): Outcome<Added> => {
  if (total + amount > 1_000) return reject('TOO_MUCH', 'A counter counts to 1,000', { field: 'amount', value: amount });
  if (amount === 0) return [];
  return amount > 1 ? [added(1), added(amount - 1)] : [added(amount)];
};
const addLike = (_: AddLike, __: Counter, { facts }: DecisionContext<Counter>): Outcome<Added> => [added(facts.total)];

const whisper = (_: Whisper, __: Counter, { facts }: DecisionContext<string>): Outcome<Whispered> => [
  { type: 'test.counter.Whispered', data: { sealed: facts } },
];

const counter = aggregate<Counter, Added | Whispered>({
  ...fold,
  events: { 'test.counter.Added': { phase: 'DURING', version: 1 }, 'test.counter.Whispered': { phase: 'DURING', version: 1 } },
  disclosedTo: () => true,
  decisions: [
    on(Add, 'counterId', add),
    on(AddLike, 'counterId', addLike, ({ other }, read) => read(fold, other)),
    on(Whisper, 'counterId', whisper, ({ counterId, word }, _, __, ___, secrets) => secrets.seal(counterId, 'word', word)),
  ],
});

const officer: Actor = { person: 'ana', party: 'us-cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
let next = 0;
const fresh = (): string => `counter-${++next}`;

describe('A command, on its way from the bus into the log', () => {
  const registry = new Registry();
  let database: FreshDatabase;
  const pools: Pool[] = [];
  const logs: PostgresEventLog[] = [];
  let here: Decisions;
  let secrets: Secrets;

  const node = (standing?: StandingCheck): Decisions => {
    const pool = new Pool({ connectionString: database.url, max: 4 });
    const log = new PostgresEventLog(pool, { deadline: 500 });
    pools.push(pool);
    logs.push(log);
    return new Decisions(log, registry, standing, secrets);
  };
  const issue = (command: object, rest: Partial<Issue> = {}): Issue => ({
    command,
    actor: officer,
    correlationId: 'story',
    causationId: null,
    ...rest,
  });
  const accepted = async (answer: ReturnType<Decisions['answer']>): Promise<Accepted> => {
    const given = await answer;
    if (isRejection(given)) throw new Error(`${given.code}: ${given.message}`);
    return given;
  };
  const rejected = async (answer: ReturnType<Decisions['answer']>) => {
    const given = await answer;
    if (!isRejection(given)) throw new Error(`accepted at ${given.receipt.position}`);
    return given;
  };
  const historyOf = async (id: string): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const event of (logs[0] as PostgresEventLog).readStream(`test.counter/${id}`)) events.push(event);
    return events;
  };
  const totalOf = async (id: string) => (await load(logs[0] as PostgresEventLog, registry, fold, id)).state.total;

  beforeAll(async () => {
    registry.register(counter);
    database = await freshDatabase();
    const pool = new Pool({ connectionString: database.url, max: 4 });
    pools.push(pool);
    secrets = await PostgresSecrets.open(pool, statedKey('the key of this test', randomBytes(32).toString('base64')));
    here = node();
    await migrateEventLog(pool);
  });

  afterAll(async () => {
    for (const log of logs) await log.close();
    for (const pool of pools) await pool.end();
    await database.drop();
  });

  it('is decided on the state that its events make, and answered with the place of the last one', async () => {
    const id = fresh();
    const first = await accepted(here.answer(issue(new Add(id, 3))));
    expect(first).toMatchObject({ id, receipt: { stream: `test.counter/${id}`, revision: 1 } });
    const second = await accepted(here.answer(issue(new Add(id, 1))));
    expect(second.receipt.revision).toBe(2);
    expect(await totalOf(id)).toBe(4);
  });

  it('records who did it, for whom, when and why', async () => {
    const id = fresh();
    await accepted(here.answer(issue(new Add(id, 1), { correlationId: 'request-7', causationId: 'event-9' })));
    const expected: Partial<EventMetadata> = {
      party: 'us-cpsc',
      actor: 'ana',
      phase: 'DURING',
      correlationId: 'request-7',
      causationId: 'event-9',
      jurisdiction: null,
    };
    expect((await historyOf(id))[0]?.metadata).toMatchObject(expected);
  });

  it('that is refused, or changes nothing, writes nothing', async () => {
    const id = fresh();
    const made = await accepted(here.answer(issue(new Add(id, 1))));
    expect(await rejected(here.answer(issue(new Add(id, 1_000))))).toMatchObject({ code: 'TOO_MUCH', detail: { field: 'amount' } });
    expect((await accepted(here.answer(issue(new Add(id, 0))))).receipt).toEqual(made.receipt);
    expect(await historyOf(id)).toHaveLength(1);
  });

  it('gets an id for its object where it names none; the same key gives the same one', async () => {
    const one = await accepted(here.answer(issue(new Add(undefined, 1), { idempotencyKey: 'make-one' })));
    const again = await accepted(here.answer(issue(new Add(undefined, 1), { idempotencyKey: 'make-one' })));
    const other = await accepted(here.answer(issue(new Add(undefined, 1))));
    expect(again).toEqual(one);
    expect(other.id).not.toBe(one.id);
    expect(await historyOf(one.id)).toHaveLength(1);
  });

  it('under a key that was used before gets the first answer, however much has happened since', async () => {
    const id = fresh();
    const first = await accepted(here.answer(issue(new Add(id, 2), { idempotencyKey: `two-${id}` })));
    await accepted(here.answer(issue(new Add(id, 5))));
    expect(await accepted(node().answer(issue(new Add(id, 2), { idempotencyKey: `two-${id}` })))).toEqual(first);
    expect(await totalOf(id)).toBe(7);
  });

  it('under one key, sent by twenty at once through two nodes, is carried out once', async () => {
    const id = fresh();
    const nodes = [here, node()];
    const same = Array.from({ length: 20 }, (_, i) =>
      accepted((nodes[i % 2] as Decisions).answer(issue(new Add(id, 2), { idempotencyKey: `once-${id}` }))),
    );
    const answers = await Promise.all(same);
    expect(new Set(answers.map(({ receipt }) => receipt.position)).size).toBe(1);
    expect(await totalOf(id)).toBe(2);
  });

  it('under a key of another command, another object or another party is told apart', async () => {
    const [id, elsewhere] = [fresh(), fresh()];
    const idempotencyKey = `mine-${id}`;
    await accepted(here.answer(issue(new Add(id, 2), { idempotencyKey })));
    for (const command of [new Add(id, 3), new Add(elsewhere, 2), new AddLike(id, elsewhere)]) {
      expect(await rejected(here.answer(issue(command, { idempotencyKey })))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    }
    const other = { ...officer, party: 'us-cbp' };
    await accepted(here.answer(issue(new Add(id, 2), { idempotencyKey, actor: other })));
    expect([await totalOf(id), await totalOf(elsewhere)]).toEqual([4, 0]);
  });

  it('that loses a race is decided again on the fresh state: 64 at once through two nodes all count', async () => {
    const id = fresh();
    const nodes = [here, node()];
    const all = Array.from({ length: 64 }, (_, i) => accepted((nodes[i % 2] as Decisions).answer(issue(new Add(id, 1)))));
    const revisions = (await Promise.all(all)).map(({ receipt }) => receipt.revision).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: 64 }, (_, i) => i));
    expect(await totalOf(id)).toBe(64);
  });

  it('that expects a revision is refused when the object has moved, also while it races', async () => {
    const id = fresh();
    await accepted(here.answer(issue(new Add(id, 1), { expectedRevision: -1 })));
    expect(await rejected(here.answer(issue(new Add(id, 1), { expectedRevision: -1 })))).toMatchObject({ code: 'STALE_REVISION' });
    const racing = await Promise.all([1, 2, 3, 4].map(() => here.answer(issue(new Add(id, 1), { expectedRevision: 0 }))));
    expect(racing.filter(isRejection).map(({ code }) => code)).toEqual(['STALE_REVISION', 'STALE_REVISION', 'STALE_REVISION']);
  });

  it('counts what another node has recorded since this one looked last', async () => {
    const [id, there] = [fresh(), node()];
    await accepted(here.answer(issue(new Add(id, 1))));
    await accepted(there.answer(issue(new Add(id, 999))));
    expect(await rejected(here.answer(issue(new Add(id, 1))))).toMatchObject({ code: 'TOO_MUCH' });
    const other = fresh();
    const first = await accepted(here.answer(issue(new Add(other, 600))));
    const repeated = { expectedRevision: first.receipt.revision };
    await accepted(there.answer(issue(new Add(other, 300), repeated)));
    expect(await rejected(here.answer(issue(new Add(other, 100), repeated)))).toMatchObject({ code: 'STALE_REVISION' });
    expect(await rejected(here.answer(issue(new Add(other, 300))))).toMatchObject({ code: 'TOO_MUCH' });
    expect((await accepted(here.answer(issue(new Add(other, 0))))).receipt.revision).toBe(3);
  });

  it('is decided on what this node recorded as on what is read back', async () => {
    const id = fresh();
    for (const amount of [5, 1, 700]) await accepted(here.answer(issue(new Add(id, amount))));
    expect(await rejected(here.answer(issue(new Add(id, 295))))).toMatchObject({ code: 'TOO_MUCH' });
    expect((await accepted(here.answer(issue(new Add(id, 294))))).receipt.revision).toBe(6);
    expect(await totalOf(id)).toBe(1_000);
  });

  it('under a key, repeated on the object that was changed last, is not decided again', async () => {
    const id = fresh();
    const keyed = issue(new Add(id, 1), { idempotencyKey: `last-${id}` });
    const first = await accepted(here.answer(keyed));
    expect(await accepted(here.answer(keyed))).toEqual(first);
    await accepted(here.answer(issue(new Add(id, 1))));
    expect(await accepted(here.answer(keyed))).toEqual(first);
    expect(await totalOf(id)).toBe(2);
  });

  it('may rest on the state of another object', async () => {
    const [id, other] = [fresh(), fresh()];
    await accepted(here.answer(issue(new Add(other, 41))));
    await accepted(here.answer(issue(new AddLike(id, other))));
    expect(await totalOf(id)).toBe(41);
  });

  it('is refused to whom it is not for, before anything is read', async () => {
    const reader: Actor = { ...officer, roles: ['READER'] };
    const consumer: Actor = { ...officer, kind: 'CONSUMER' };
    for (const actor of [reader, consumer, PLATFORM]) {
      expect(await rejected(here.answer(issue(new Add(fresh(), 1), { actor })))).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('is refused to a party without standing, and bears the jurisdiction of one that has it', async () => {
    const standing: StandingCheck = {
      standingOf: async ({ party }) => (party === 'us-cpsc' ? { jurisdiction: 'US' } : reject('PARTY_SUSPENDED', 'suspended')),
    };
    const guarded = node(standing);
    const id = fresh();
    await accepted(guarded.answer(issue(new Add(id, 1))));
    expect((await historyOf(id))[0]?.metadata.jurisdiction).toBe('US');
    expect(await rejected(guarded.answer(issue(new Add(id, 1), { actor: { ...officer, party: 'gone' } })))).toMatchObject({
      code: 'PARTY_SUSPENDED',
    });
  });

  it('that is confidential has a digest in the log that nobody can try bodies against', async () => {
    const id = fresh();
    await accepted(here.answer(issue(new Whisper(id, 'yes'))));
    const [event] = await historyOf(id);
    const { sealed } = (event as RecordedEvent).data as Whispered['data'];
    expect(await secrets.open(id, 'word', sealed)).toBe('yes');
    const body = canonicalJson(['Whisper', { counterId: id, word: 'yes' }]);
    expect(event?.metadata.commandDigest).toBe(await secrets.digest(id, body));
    expect(event?.metadata.commandDigest).not.toBe(createHash('sha256').update(body).digest('base64url'));
  });

  it('that is confidential and refused makes no key: nobody fills a table by naming what is not there', async () => {
    const refused = new Whisper(fresh(), 'yes');
    const stale = await rejected(here.answer(issue(refused, { expectedRevision: 7, idempotencyKey: `stale-${refused.counterId}` })));
    expect(stale.code).toBe('STALE_REVISION');
    expect(await secrets.reveal(refused.counterId)).toBeNull();
  });

  it('that is confidential, repeated under its key, gets the first answer, and with another body none', async () => {
    const id = fresh();
    const keyed = (word: string) => issue(new Whisper(id, word), { idempotencyKey: `whisper-${id}` });
    const first = await accepted(here.answer(keyed('yes')));
    for (const one of [here, node()]) {
      expect(await accepted(one.answer(keyed('yes')))).toEqual(first);
      expect(await rejected(one.answer(keyed('no')))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    }
    expect(await historyOf(id)).toHaveLength(1);
  });

  it('that seals, sent under one key by twenty at once through two nodes, is carried out once', async () => {
    const id = fresh();
    const nodes = [here, node()];
    const keyed = issue(new Whisper(id, 'yes'), { idempotencyKey: `whisper-${id}` });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => accepted((nodes[i % 2] as Decisions).answer(keyed))));
    expect(new Set(answers.map(({ receipt }) => receipt.position)).size).toBe(1);
    expect(await historyOf(id)).toHaveLength(1);
  });

  it('that is confidential is a fault where there are no secrets, and writes nothing', async () => {
    const id = fresh();
    const open = new Decisions(logs[0] as PostgresEventLog, registry, undefined);
    await expect(open.answer(issue(new Whisper(id, 'yes')))).rejects.toThrow('This process has no secrets');
    expect(await historyOf(id)).toEqual([]);
    await accepted(open.answer(issue(new Add(id, 1))));
  });

  it('fails with a fault, not an answer, when the log is away', async () => {
    const pool = new Pool({ connectionString: 'postgresql://nobody@127.0.0.1:1/nothing' });
    const log = new PostgresEventLog(pool, { deadline: 200, attempt: 100 });
    await expect(new Decisions(log, registry, undefined).answer(issue(new Add(fresh(), 1)))).rejects.toThrow(EventLogUnavailable);
    await log.close();
    await pool.end();
  });
});
