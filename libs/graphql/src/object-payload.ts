import type { Accepted, Receipt as LogReceipt } from '@concord/commands';
import type { Class } from '@concord/kernel';
import { ReadModels } from '@concord/projections';
import { Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CalledBy, type Reader } from './caller.js';
import type { Find, GovernedObject } from './governed-object.js';
import { Oversight } from './oversight.js';
import { Receipt } from './receipt.js';

/**
 * The type of a mutation's answer, and its resolver: the receipt at once, and the object as soon as the read model
 * has seen the command. Who does not ask for the object does not wait for it.
 */
export function objectPayload<Row extends { readonly id: string }>(
  { object, field, projection }: GovernedObject<Row>,
  find: Find<Row>,
): { readonly payload: Class<Accepted>; readonly resolver: Class } {
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
      @InjectDataSource() readonly dataSource: DataSource,
      readonly oversight: Oversight,
    ) {}

    @ResolveField(field, () => object, { nullable: true, description: 'The object as it is after the command.' })
    async object(@Parent() { id, receipt }: Payload, @CalledBy() { actor }: Reader): Promise<Row | null> {
      await this.readModels.waitFor(projection.name, receipt.position);
      return find(this, id, actor);
    }
  }
  Object.defineProperty(PayloadResolver, 'name', { value: `${name}Resolver` });
  return { payload: Payload, resolver: PayloadResolver };
}
