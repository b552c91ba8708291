import type { Actor, Class, Permission } from '@concord/kernel';
import type { Projection } from '@concord/projections';
import type { DataSource } from 'typeorm';
import type { ClientCommand } from './command-mutations.js';
import type { Oversight } from './oversight.js';
import type { ByIdArgs } from './reads.js';

/** More that a query for one object may say: an arguments type of its own. */
export interface AskedFor<Row> {
  readonly args: Class<ByIdArgs>;
  show(row: Row, args: ByIdArgs): Row;
}

/** An object that commands change and clients read. */
export interface GovernedObject<Row extends { readonly id: string }> {
  /** The GraphQL type, which is the entity of the read model, too. */
  readonly object: Class<Row>;
  /** Its name as a field: `norm`. The payload's type is named after the object: `NormPayload`. */
  readonly field: string;
  /** The projection that fills the read model. */
  readonly projection: Pick<Projection, 'name'>;
  /** The commands that clients may issue to it; what only the platform issues is not among them. */
  readonly commands: readonly ClientCommand[];
  /** What the query for one takes besides the id, and what it does to the object that is shown. */
  readonly asked?: AskedFor<Row>;
  /** Who may ask for one by its id; without it, everyone. */
  readonly readBy?: readonly Permission[];
  /** Who may see a certain one; without it, everyone who may ask. To all others it is not there, and to auditors without a mandate it is as to the public. What the row does not tell, the database may. */
  readonly visibleTo?: (row: Row, reader: Actor | null, dataSource: DataSource) => boolean | Promise<boolean>;
}

/** One object by its id, seen with the eyes of a reader. */
export type Find<Row> = (from: Shelves, id: string, reader: Actor | null) => Promise<Row | null>;

/** Where objects are found, and who says what an auditor sees of them. */
export interface Shelves {
  readonly dataSource: DataSource;
  readonly oversight: Oversight;
}
