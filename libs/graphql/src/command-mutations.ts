import type { Accepted } from '@concord/commands';
import type { Class } from '@concord/kernel';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { allowIssuersOf } from './access.js';
import { CalledBy, type Caller } from './caller.js';
import type { CommandInput } from './command-input.js';
import { Mutations } from './mutations.js';

/** A command that clients may issue, and what the mutation does, as a sentence. */
export type ClientCommand = readonly [command: Class<CommandInput>, description: string];

const fieldOf = ({ name }: Class): string => name.charAt(0).toLowerCase() + name.slice(1);

/**
 * The mutations of an object's commands: `publishNorm(input: PublishNorm!): NormPayload!` for the command
 * `PublishNorm`, open to those who may issue it.
 */
export function commandMutations(object: Class, payload: Class<Accepted>, commands: readonly ClientCommand[]): Class {
  @Resolver(() => object)
  class CommandResolver {
    constructor(readonly mutations: Mutations) {}
  }
  const { prototype } = CommandResolver;
  for (const [command, description] of commands) {
    const field = fieldOf(command);
    const method = function (this: CommandResolver, input: CommandInput, caller: Caller): Promise<Accepted> {
      return this.mutations.issue(input, caller);
    };
    Object.defineProperty(prototype, field, { value: method, writable: true, configurable: true });
    Reflect.defineMetadata('design:paramtypes', [command, Object], prototype, field);
    Args('input', { type: () => command })(prototype, field, 0);
    CalledBy()(prototype, field, 1);
    const descriptor: TypedPropertyDescriptor<unknown> = { value: method };
    Mutation(() => payload, { description })(prototype, field, descriptor);
    allowIssuersOf(command)(prototype, field, descriptor);
  }
  Object.defineProperty(CommandResolver, 'name', { value: `${object.name}Commands` });
  return CommandResolver;
}
