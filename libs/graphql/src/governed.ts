import type { Actor, Class, Permission } from '@concord/kernel';
import type { Projection } from '@concord/projections';
import type { Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import { actorOf } from './caller.js';
import { type ClientCommand, commandMutations } from './command-mutations.js';
import { NodeRegistry } from './node.js';
import { objectPayload } from './object-payload.js';
import { objectQuery } from './object-query.js';

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
  /** Who may ask for one by its id; without it, everyone. */
  readonly readBy?: readonly Permission[];
  /** Who may see a certain one; without it, everyone who may ask. To all others it is not there. */
  readonly visibleTo?: (row: Row, reader: Actor | null) => boolean;
}

/** One object by its id, seen with the eyes of a reader. */
export type Find<Row> = (dataSource: DataSource, id: string, reader: Actor | null) => Promise<Row | null>;

const finder =
  <Row extends { readonly id: string }>({ object, visibleTo = () => true }: GovernedObject<Row>): Find<Row> =>
  async (dataSource, id, reader) => {
    const row = await dataSource.getRepository(object).findOneBy({ id } as unknown as FindOptionsWhere<Row>);
    return row && visibleTo(row, reader) ? row : null;
  };

/**
 * What every governed object needs of the API, written once: the query for one by its id, a mutation for each
 * command and its payload, and its place behind `node(id)`.
 * @returns the providers of a module
 */
export function governed<Row extends { readonly id: string }>(definition: GovernedObject<Row>): readonly Provider[] {
  const { object, commands } = definition;
  const find = finder(definition);
  const { payload, resolver } = objectPayload(definition, find);
  const node: Provider = {
    provide: Symbol(`${object.name} node`),
    inject: [NodeRegistry, getDataSourceToken()],
    useFactory: (registry: NodeRegistry, dataSource: DataSource) =>
      registry.register(object, (id, context) => find(dataSource, id, actorOf(context))),
  };
  return [objectQuery(definition, find), commandMutations(object, payload, commands), resolver, node];
}
