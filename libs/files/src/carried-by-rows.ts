import type { Actor, Class } from '@concord/kernel';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { FileCarrier } from './carriers.js';

/** A row of a read model that carries files, by their digests. */
interface CarryingRow {
  readonly files: readonly string[];
}

/** How rows of one kind carry files. */
export interface Carrying<Row extends CarryingRow> {
  readonly entity: Class<Row>;
  /** What the rows are called in the condition that `onlySeenBy` adds. */
  readonly alias: string;
  onlySeenBy(rows: SelectQueryBuilder<Row>, reader: Actor | null): void;
  /** The files of a row, with the names under which it carries them. */
  named(row: Row): readonly { readonly sha256: string; readonly name: string }[];
}

/** Whoever may see a row may see the files that go with it. */
export const carriedByRows =
  <Row extends CarryingRow>(dataSource: DataSource, { entity, alias, onlySeenBy, named }: Carrying<Row>): FileCarrier =>
  async (sha256, reader) => {
    const carrying = dataSource
      .getRepository(entity)
      .createQueryBuilder(alias)
      .where(`${alias}.files @> :files`, { files: [sha256] });
    onlySeenBy(carrying, reader);
    const found = await carrying.limit(1).getOne();
    const file = found ? named(found).find((each) => each.sha256 === sha256) : undefined;
    return found && file ? { name: file.name, by: found } : undefined;
  };
