import type { Accepted, Receipt as LogReceipt } from '@concord/commands';
import type { Actor, Class } from '@concord/kernel';
import { type Projection, ReadModels } from '@concord/projections';
import type { Provider } from '@nestjs/common';
import { Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { getDataSourceToken, InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import { actorOf } from './caller.js';
import { type ClientCommand, commandMutations } from './command-mutations.js';
import { NodeRegistry } from './node.js';
import { Receipt } from './receipt.js';

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
  /** Who may see it; without it, everyone. */
  readonly visibleTo?: (row: Row, reader: Actor | null) => boolean;
}

const byId = <Row extends { readonly id: string }>(dataSource: DataSource, object: Class<Row>, id: string): Promise<Row | null> =>
  dataSource.getRepository(object).findOneBy({ id } as unknown as FindOptionsWhere<Row>);

/**
 * What every governed object needs of the API, written once: a mutation for each command; its payload, with the
 * receipt at once and the object as soon as the read model has seen the command (who does not ask for it does
 * not wait); and its place behind `node(id)`.
 * @returns the providers of a module
 */
export function governed<Row extends { readonly id: string }>({
  object,
  field,
  projection,
  commands,
  visibleTo,
}: GovernedObject<Row>): readonly Provider[] {
  const name = `${object.name}Payload`;

  @ObjectType(name, { description: `The answer to a command: its receipt, and the ${object.name}.` })
  class Payload implements Accepted {
    id!: string;

    @Field(() => Receipt, { description: 'Where the log keeps what the command did.' })
    receipt!: LogReceipt;
  }

  @Resolver(() => Payload)
  class PayloadResolver {
    constructor(
      private readonly readModels: ReadModels,
      @InjectDataSource() private readonly dataSource: DataSource,
    ) {}

    @ResolveField(field, () => object, { nullable: true, description: 'The object as it is after the command.' })
    async object(@Parent() { id, receipt }: Payload): Promise<Row | null> {
      await this.readModels.waitFor(projection.name, receipt.position);
      return byId(this.dataSource, object, id);
    }
  }
  Object.defineProperty(PayloadResolver, 'name', { value: `${name}Resolver` });

  const node: Provider = {
    provide: Symbol(`${object.name} node`),
    inject: [NodeRegistry, getDataSourceToken()],
    useFactory: (registry: NodeRegistry, dataSource: DataSource) =>
      registry.register(object, async (id, context) => {
        const row = await byId(dataSource, object, id);
        return row && (visibleTo?.(row, actorOf(context)) ?? true) ? row : null;
      }),
  };
  return [commandMutations(object, Payload, commands), PayloadResolver, node];
}
