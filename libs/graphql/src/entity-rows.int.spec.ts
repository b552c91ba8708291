import { DateColumn, DecimalColumn, InstantColumn, JsonColumn, PositionColumn, TextArrayColumn } from '@concord/projections';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { rowsOf } from './entity-rows.js';

@Entity('parcel')
class Parcel {
  @PrimaryColumn('text', { name: 'parcel_id' })
  id!: string;

  @DateColumn({ nullable: true })
  sentOn!: string | null;

  @InstantColumn({ nullable: true })
  sentAt!: string | null;

  @JsonColumn({ nullable: true })
  contents!: object | null;

  @TextArrayColumn()
  labels!: readonly string[];

  @PositionColumn({ nullable: true })
  position!: string | null;

  @DecimalColumn({ nullable: true })
  price!: string | null;

  @Column('boolean')
  isOpen!: boolean;

  @Column('integer')
  pieces!: number;

  @Column('text', { select: false })
  secret!: string;
}

const FULL = {
  id: 'full',
  sentOn: '2024-02-29',
  sentAt: '2024-02-29T23:30:00.125Z',
  contents: { toys: ['a "kite"', null], weight: 1.5 },
  labels: ['a,b', '{c}', 'Fußball “é”'],
  position: '9007199254740993',
  price: '12.50',
  isOpen: true,
  pieces: -3,
};
const BARE = { id: 'bare', sentOn: null, sentAt: null, contents: null, labels: [], position: null, price: null, isOpen: false, pieces: 0 };

describe('the rows of an entity', () => {
  let database: FreshDatabase;
  let source: DataSource;
  const parcels = () => source.getRepository(Parcel).createQueryBuilder('p').orderBy('p.id');

  beforeAll(async () => {
    database = await freshDatabase();
    source = await new DataSource({ type: 'postgres', url: database.url, entities: [Parcel], synchronize: true }).initialize();
    await source.getRepository(Parcel).insert([FULL, BARE].map((row) => ({ ...row, secret: 'nobody reads it' })));
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('are what TypeORM makes of them, whatever the type of a column', async () => {
    const { entities } = await rowsOf(parcels());
    expect(entities).toEqual([BARE, FULL]);
    expect(entities).toStrictEqual(await parcels().getMany());
  });

  it('leave out what is not selected, and bring along what is selected besides', async () => {
    const { raw, entities } = await rowsOf(parcels().addSelect('p.pieces * 2', 'doubled').addSelect('CAST(p.id AS text)', 'sort_key'));
    expect(raw.map(({ doubled, sort_key }) => [doubled, sort_key])).toEqual([
      [0, 'bare'],
      [-6, 'full'],
    ]);
    expect(entities.map(({ secret }) => secret)).toEqual([undefined, undefined]);
  });
});
