import { randomBytes } from 'node:crypto';
import { migrateEventLog, PostgresEventLog } from '@concord/event-log';
import {
  type Actor,
  aggregate,
  Confidential,
  type DomainEvent,
  IssuedBy,
  isRejection,
  keyOfPerson,
  officersOf,
  on,
  type PersonalText,
  type RecordedEvent,
  reject,
  type Secrets,
} from '@concord/kernel';
import { openPersonal, PostgresSecrets, statedKey } from '@concord/secrets';
import { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { Decisions } from './decide.js';
import { Registry } from './registry.js';

@Confidential((_: Write, { party }) => keyOfPerson(party))
@IssuedBy(officersOf('CONSUMER'))
class Write {
  constructor(
    readonly diaryId: string,
    readonly text: string,
    readonly isSecret = true,
  ) {}
}

type Written = DomainEvent<'test.diary.Written', { readonly writer: string | null; readonly text: PersonalText; readonly page: number }>;

interface Diary {
  readonly pages: readonly PersonalText[];
}

const diary = aggregate<Diary, Written>({
  name: 'test.diary',
  events: {
    'test.diary.Written': { phase: 'AFTER', version: 1, personal: { at: ['text'], of: ({ writer }: Written['data']) => writer } },
  },
  initialState: { pages: [] },
  evolve: ({ pages }, { data }) => ({ pages: [...pages, data.text] }),
  disclosedTo: () => true,
  decisions: [
    on(Write, 'diaryId', ({ text, isSecret }: Write, { pages }: Diary, { actor }) =>
      text === ''
        ? reject('EMPTY', 'A page has a text')
        : [
            {
              type: 'test.diary.Written',
              // Decided on what stands in the log, so that what is remembered has to be the same.
              data: { writer: isSecret ? actor.party : null, text, page: pages.filter((page) => typeof page !== 'string').length },
            },
          ],
    ),
  ],
});

const STREAM = 'test.diary/d';

describe('What a command decides that belongs to a person', () => {
  const registry = new Registry();
  let database: FreshDatabase;
  let pool: Pool;
  let log: PostgresEventLog;
  let secrets: Secrets;
  let here: Decisions;
  let there: Decisions;

  beforeAll(async () => {
    registry.register(diary);
    database = await freshDatabase();
    pool = new Pool({ connectionString: database.url, max: 4 });
    await migrateEventLog(pool);
    log = new PostgresEventLog(pool);
    secrets = await PostgresSecrets.open(pool, statedKey('the key of this test', randomBytes(32).toString('base64')));
    [here, there] = [new Decisions(log, registry, undefined, secrets), new Decisions(log, registry, undefined, secrets)];
  });
  afterAll(async () => {
    await log.close();
    await pool.end();
    await database.drop();
  });

  const issue = (party: string, command: Write, idempotencyKey?: string) => {
    const actor: Actor = { person: 'somebody', party, kind: 'CONSUMER', roles: ['OFFICER'] };
    return { command, actor, correlationId: 'story', causationId: null, idempotencyKey };
  };
  const written = async (id: string): Promise<RecordedEvent<Written>[]> => {
    const events: RecordedEvent[] = [];
    for await (const event of log.readStream(`test.diary/${id}`)) events.push(event);
    return events as RecordedEvent<Written>[];
  };
  const keysOf = async (party: string) =>
    (await pool.query('SELECT wrapped IS NULL AS gone FROM concord_secrets.key WHERE subject = $1', [keyOfPerson(party)])).rows;

  it('is in the log as ciphertext that opens, and the next decision rests on that', async () => {
    for (const text of ['one', 'two', 'three']) expect(await here.answer(issue('ana', new Write('d', text)))).toMatchObject({ id: 'd' });
    const events = await written('d');
    expect(JSON.stringify(events)).not.toMatch(/one|two|three/);
    expect(events.map(({ data }) => data.page)).toEqual([0, 1, 2]);
    expect(await Promise.all(events.map(({ data }) => openPersonal(secrets, 'ana', STREAM, 'text', data.text)))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('stays as it is where it belongs to nobody', async () => {
    await here.answer(issue('ana', new Write('open', 'for all', false)));
    expect((await written('open'))[0]?.data.text).toBe('for all');
  });

  it('under one idempotency key is recorded once, though two nodes seal it each in its way', async () => {
    const answers = await Promise.all([here, there, here, there].map((node) => node.answer(issue('ben', new Write('once', 'once'), 'k'))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await written('once')).toHaveLength(1);
    expect(await here.answer(issue('ben', new Write('once', 'twice'), 'k'))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('makes no key where the command is refused', async () => {
    expect(await here.answer(issue('cleo', new Write('none', '')))).toMatchObject({ code: 'EMPTY' });
    expect(await keysOf('cleo')).toEqual([]);
  });

  it('is refused once it was erased, and nothing is written', async () => {
    await here.answer(issue('dora', new Write('gone', 'soon gone')));
    await secrets.destroy(keyOfPerson('dora'));
    const answer = await here.answer(issue('dora', new Write('gone', 'again')));
    expect(isRejection(answer) && answer.code).toBe('KEY_DESTROYED');
    expect(await written('gone')).toHaveLength(1);
    expect(await keysOf('dora')).toEqual([{ gone: true }]);
  });

  it('is never written in the open by a process without secrets', async () => {
    const bare = new Decisions(log, registry, undefined);
    await expect(bare.answer(issue('eva', new Write('bare', 'open?')))).rejects.toThrow('This process has no secrets');
    expect(await written('bare')).toEqual([]);
  });
});
