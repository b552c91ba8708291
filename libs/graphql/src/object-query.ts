import type { Class } from '@concord/kernel';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ReadBy, ReadByEveryone } from './access.js';
import { CalledBy, type Reader } from './caller.js';
import type { Find, GovernedObject } from './governed-object.js';
import { Oversight } from './oversight.js';
import { ByIdArgs, Reads } from './reads.js';

/** `complaintProcedure` as a person says it. */
const words = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The query for one object by its id: `norm(id: "toys")`. */
export function objectQuery<Row extends { readonly id: string }>(
  { object, field, projection, asked, readBy, visibleTo }: GovernedObject<Row>,
  find: Find<Row>,
): Class {
  const none = visibleTo ? 'there is none, or none for the caller' : 'there is none';

  @Resolver(() => object)
  class ObjectResolver {
    constructor(
      @InjectDataSource() readonly dataSource: DataSource,
      readonly oversight: Oversight,
    ) {}

    @Query(() => object, { name: field, nullable: true, description: `One ${words(field)} by its id; null when ${none}.` })
    @(readBy ? ReadBy(...readBy) : ReadByEveryone())
    @Reads(projection)
    async one(@Args({ type: () => asked?.args ?? ByIdArgs }) args: ByIdArgs, @CalledBy() { actor }: Reader): Promise<Row | null> {
      const row = await find(this, args.id, actor);
      return row && asked ? asked.show(row, args) : row;
    }
  }
  // What is checked is what the query takes.
  Reflect.defineMetadata('design:paramtypes', [asked?.args ?? ByIdArgs, Object], ObjectResolver.prototype, 'one');
  Object.defineProperty(ObjectResolver, 'name', { value: `${object.name}ById` });
  return ObjectResolver;
}
