import type { Class } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { Args, Context, Field, ID, Info, InterfaceType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ReadByEveryone } from './access.js';
import type { RequestContext } from './context.js';
import { badInput } from './errors.js';

const typeNames = new WeakMap<object, string>();

/**
 * An object that has an id of its own. `id` is what commands take, unique among objects of its type; `nodeId` is
 * `<Type>/<id>`, unique among all, and what `node(id:)` takes.
 *
 * A type joins with `@ObjectType({ implements: () => [Node] })` and registers how it is loaded in the `NodeRegistry`.
 */
@InterfaceType('Node', {
  description: 'An object that has an id of its own.',
  resolveType: (value: object) => typeNames.get(value),
})
export abstract class Node {
  @Field(() => ID, { description: 'The id that commands take; unique among the objects of this type.' })
  readonly id!: string;
}

/** Finds an object by its id, seen with the caller's eyes: null when there is none, or none for this caller. */
export type NodeLoader = (id: string, context: RequestContext) => Promise<object | null>;

@Injectable()
export class NodeRegistry {
  readonly #loaders = new Map<string, NodeLoader>();

  /** @param type the class of the object type, or the name of it where they differ */
  register(type: Class | string, load: NodeLoader): void {
    const name = typeof type === 'string' ? type : type.name;
    if (this.#loaders.has(name)) throw new Error(`${name} is registered as a node already`);
    this.#loaders.set(name, load);
  }

  /** @throws ConcordError BAD_INPUT when the text is no id of a node */
  async load(nodeId: string, context: RequestContext): Promise<object | null> {
    const slash = nodeId.indexOf('/');
    const type = nodeId.slice(0, slash);
    const id = nodeId.slice(slash + 1);
    const load = this.#loaders.get(type);
    if (slash < 1 || id === '' || !load) {
      const rule = `must be <Type>/<id>, where Type is one of ${[...this.#loaders.keys()].sort().join(', ')}`;
      throw badInput(`id: ${rule}`, { field: 'id', value: nodeId, rule });
    }
    const found = await load(id, context);
    if (found) typeNames.set(found, type);
    return found;
  }
}

@Resolver(() => Node)
export class NodeResolver {
  constructor(private readonly registry: NodeRegistry) {}

  @ReadByEveryone()
  @Query(() => Node, { nullable: true, description: 'Any object by its nodeId; null when there is none for the caller.' })
  node(
    @Args('id', { type: () => ID, description: 'The nodeId: <Type>/<id>.' }) id: string,
    @Context() context: RequestContext,
  ): Promise<object | null> {
    return this.registry.load(id, context);
  }

  @ResolveField(() => ID, { description: 'The id among all objects, <Type>/<id>: what node(id:) takes.' })
  nodeId(@Parent() { id }: Node, @Info() { parentType }: GraphQLResolveInfo): string {
    return `${parentType.name}/${id}`;
  }
}
