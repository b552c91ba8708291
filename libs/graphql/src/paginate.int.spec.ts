import { Column, DataSource, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import type { Page } from './connection.js';
import { encodeCursor } from './cursor.js';
import { paginate, type SortKey } from './paginate.js';

@Entity('filing')
class Filing {
  @PrimaryColumn('text')
  id!: string;

  @Column('timestamptz', { name: 'filed_at' })
  filedAt!: Date;

  @Column('integer')
  rank!: number;

  @Column('text', { nullable: true })
  remark!: string | null;

  @OneToMany(
    () => Attachment,
    (attachment) => attachment.filing,
  )
  attachments!: Relation<Attachment>[];
}

@Entity('attachment')
class Attachment {
  @PrimaryColumn('text')
  id!: string;

  @ManyToOne(
    () => Filing,
    (filing) => filing.attachments,
  )
  @JoinColumn({ name: 'filing_id' })
  filing!: Relation<Filing>;
}

describe('a page by keys', () => {
  let database: FreshDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await freshDatabase();
    source = await new DataSource({ type: 'postgres', url: database.url, entities: [Filing, Attachment], synchronize: true }).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });
  beforeEach(() => source.query('TRUNCATE filing, attachment'));

  const insert = (id: string, filedAt: string, rank = 0) =>
    source.query('INSERT INTO filing (id, filed_at, rank) VALUES ($1, $2, $3)', [id, filedAt, rank]);
  const filings = () => source.getRepository(Filing).createQueryBuilder('f');
  const NEWEST_FIRST: readonly SortKey<Filing>[] = [
    { property: 'filedAt', direction: 'DESC' },
    { property: 'id', direction: 'DESC' },
  ];

  async function walk(
    order: readonly SortKey<Filing>[],
    first: number,
    between: (page: Page<Filing>) => Promise<unknown> = async () => undefined,
  ) {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Page<Filing> = await paginate(filings(), order, { first, after });
      ids.push(...page.nodes.map(({ id }) => id));
      expect(page.nodes.length).toBeLessThanOrEqual(first);
      if (!page.pageInfo.hasNextPage) return ids;
      await between(page);
      after = page.pageInfo.endCursor;
    }
  }

  it('rows that differ by a microsecond keep their order across pages', async () => {
    for (let micro = 0; micro < 30; micro++)
      await insert(`f${(micro * 7) % 30}`, `2026-01-01T00:00:00.1230${String(micro).padStart(2, '0')}+08:00`);
    const expected = (await source.query<{ id: string }[]>('SELECT id FROM filing ORDER BY filed_at DESC')).map(({ id }) => id);
    expect(await walk(NEWEST_FIRST, 4)).toEqual(expected);
  });

  it('rows of one instant are told apart by the id', async () => {
    for (let n = 10; n < 35; n++) await insert(`f${n}`, '2026-01-01T00:00:00Z');
    expect(await walk(NEWEST_FIRST, 3)).toEqual(Array.from({ length: 25 }, (_, n) => `f${34 - n}`));
  });

  it.each([
    ['ASC', 'DESC'],
    ['DESC', 'ASC'],
    ['ASC', 'ASC'],
  ] as const)('keys that go %s and %s are walked in the order of the database', async (byRank, byId) => {
    for (let n = 0; n < 40; n++) await insert(`f${n}`, '2026-01-01T00:00:00Z', n % 3);
    const expected = (await source.query<{ id: string }[]>(`SELECT id FROM filing ORDER BY rank ${byRank}, id ${byId}`)).map(
      ({ id }) => id,
    );
    const order: SortKey<Filing>[] = [
      { property: 'rank', direction: byRank },
      { property: 'id', direction: byId },
    ];
    expect(await walk(order, 7)).toEqual(expected);
  });

  it('who walks all pages while rows come and go sees nobody twice, and nobody who stays is missed', async () => {
    const at = (n: number) => `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z`;
    for (let n = 0; n < 100; n++) await insert(`old-${n}`, at(n));
    let round = 0;
    const ids = await walk(NEWEST_FIRST, 9, async (page) => {
      for (let n = 0; n < 12; n++) await insert(`new-${round}-${n}`, at(n * 5 + round));
      await source.query('DELETE FROM filing WHERE id = $1', [page.nodes.at(-1)!.id]);
      round++;
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('old-'))).toHaveLength(100);
  });

  it('the total is that of the filtered list, whatever the page', async () => {
    for (let n = 0; n < 12; n++) await insert(`f${n}`, '2026-01-01T00:00:00Z', n);
    const first = await paginate(filings().where('f.rank >= :least', { least: 4 }), NEWEST_FIRST, { first: 3 });
    const second = await paginate(filings().where('f.rank >= :least', { least: 4 }), NEWEST_FIRST, {
      first: 3,
      after: first.pageInfo.endCursor,
    });
    expect([await first.totalCount, await second.totalCount, second.nodes.length]).toEqual([8, 8, 3]);
    expect(second.nodes[0]).toBeInstanceOf(Filing);
  });

  it('an empty list is an empty page', async () => {
    const page = await paginate(filings(), NEWEST_FIRST, { first: 3 });
    expect(page.edges).toEqual([]);
    expect(page.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
  });

  it.each([
    ['no base64url', 'a b'],
    ['no JSON', Buffer.from('x').toString('base64url')],
    ['too few keys', encodeCursor(['2026-01-01'])],
    ['a key of another kind', Buffer.from('[1,2]').toString('base64url')],
    ['an instant that is none', encodeCursor(['yesterday-ish', 'f1'])],
    ['an instant out of range', encodeCursor(['2026-13-45 00:00:00+00', 'f1'])],
    ['a NUL', encodeCursor(['2026-01-01 00:00:00+00', '\0'])],
    ['padding', `${encodeCursor(['2026-01-01 00:00:00+00', 'f'])}=`],
  ])('a cursor with %s is BAD_INPUT', async (_name, after) => {
    await expect(paginate(filings(), NEWEST_FIRST, { first: 3, after })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      extensions: { field: 'after', value: after },
    });
  });

  it('an order that leaves anything to luck is a mistake of the programmer', async () => {
    const refused = (order: SortKey<Filing>[]) => paginate(filings(), order, { first: 1 });
    await expect(refused([{ property: 'filedAt', direction: 'ASC' }])).rejects.toThrow('unique key');
    await expect(refused([{ property: 'remark', direction: 'ASC' }, ...NEWEST_FIRST])).rejects.toThrow('can be NULL');
    await expect(refused([{ property: 'attachments', direction: 'ASC' }, ...NEWEST_FIRST])).rejects.toThrow('no column');
  });

  it('a join that multiplies rows is a mistake of the programmer', async () => {
    await insert('f1', '2026-01-01T00:00:00Z');
    await source.query("INSERT INTO attachment (id, filing_id) VALUES ('a', 'f1'), ('b', 'f1')");
    const query = filings().leftJoinAndSelect('f.attachments', 'a');
    await expect(paginate(query, NEWEST_FIRST, { first: 5 })).rejects.toThrow('multiply');
  });
});
