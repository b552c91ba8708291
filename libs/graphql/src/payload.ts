import type { Accepted, Receipt as LogReceipt } from '@concord/commands';
import type { Class } from '@concord/kernel';
import { ReadModels } from '@concord/projections';
import { Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import { Receipt } from './receipt.js';

/** The object that a mutation answers with, and where it is read from. */
export interface PayloadOf<Row extends object> {
  /** The GraphQL type, which is the entity of the read model, too. */
  readonly object: Class<Row>;
  /** The name of the field; the payload's type is named after the object: `NormPayload`. */
  readonly field: string;
  /** The projection that fills the read model. */
  readonly projection: string;
}

/**
 * The type of a mutation's answer, and its resolver: the receipt at once, and the object as soon as the
 * read model has seen the mutation. Who does not ask for the object does not wait for it.
 */
export function payload<Row extends object>({ object, field, projection }: PayloadOf<Row>): { readonly type: Class<Accepted>; readonly resolver: Class } {
  const name = `${object.name}Payload`;

  @ObjectType(name, { description: `What a mutation of a ${object.name} answers.` })
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
      await this.readModels.waitFor(projection, receipt.position);
      return this.dataSource.getRepository(object).findOneBy({ id } as unknown as FindOptionsWhere<Row>);
    }
  }
  Object.defineProperty(PayloadResolver, 'name', { value: `${name}Resolver` });
  return { type: Payload, resolver: PayloadResolver };
}
