import type { Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import { actorOf } from './caller.js';
import { commandMutations } from './command-mutations.js';
import type { Find, GovernedObject } from './governed-object.js';
import { NodeRegistry } from './node.js';
import { objectPayload } from './object-payload.js';
import { objectQuery } from './object-query.js';
import { Oversight } from './oversight.js';

const finder =
  <Row extends { readonly id: string }>({ object, visibleTo, commands: [first] }: GovernedObject<Row>): Find<Row> =>
  async ({ dataSource, oversight }, id, reader) => {
    const row = await dataSource.getRepository(object).findOneBy({ id } as unknown as FindOptionsWhere<Row>);
    if (!row || !visibleTo) return row;
    return (await visibleTo(row, await oversight.eyesOn(first?.[0], id, reader), dataSource)) ? row : null;
  };

/**
 * What every governed object needs of the API, written once: the query for one by its id, a mutation for each
 * command and its payload, and its place behind `node(id)`.
 * @returns the providers of a module
 */
export function governed<Row extends { readonly id: string }>(definition: GovernedObject<Row>): readonly Provider[] {
  const { object, field, commands } = definition;
  const find = finder(definition);
  const { payload, resolver } = objectPayload(definition, find);
  const node: Provider = {
    provide: Symbol(`${object.name} node`),
    inject: [NodeRegistry, getDataSourceToken(), Oversight],
    useFactory: (registry: NodeRegistry, dataSource: DataSource, oversight: Oversight) => {
      if (commands[0]) oversight.register(field, object, commands[0][0]);
      registry.register(object, (id, context) => find({ dataSource, oversight }, id, actorOf(context)));
    },
  };
  return [objectQuery(definition, find), commandMutations(object, payload, commands), resolver, node];
}
