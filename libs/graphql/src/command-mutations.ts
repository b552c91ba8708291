import type { Accepted } from '@concord/commands';
import type { Class } from '@concord/kernel';
import { ModuleRef } from '@nestjs/core';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { allowIssuersOf } from './access.js';
import { CalledBy, type Reader } from './caller.js';
import type { CommandInput } from './command-input.js';
import { Mutations } from './mutations.js';

/** What has to hold in the world outside the log, which no decider sees, before a command is issued: a provider. */
export interface Precondition {
  /** @throws GraphQLError where it does not hold */
  check(command: CommandInput): Promise<void>;
}

/** A command that clients may issue, what the mutation does, as a sentence, and what is asked before. */
export type ClientCommand = readonly [command: Class<CommandInput>, description: string, precondition?: Class<Precondition>];

const fieldOf = ({ name }: Class): string => name.charAt(0).toLowerCase() + name.slice(1);

/**
 * The mutations of an object's commands: `publishNorm(input: PublishNorm!): NormPayload!` for the command
 * `PublishNorm`, open to those who may issue it.
 */
export function commandMutations(object: Class, payload: Class<Accepted>, commands: readonly ClientCommand[]): Class {
  @Resolver(() => object)
  class CommandResolver {
    constructor(
      readonly mutations: Mutations,
      readonly providers: ModuleRef,
    ) {}
  }
  const { prototype } = CommandResolver;
  for (const [command, description, precondition] of commands) {
    const field = fieldOf(command);
    const method = async function (this: CommandResolver, input: CommandInput, caller: Reader): Promise<Accepted> {
      if (precondition) await this.providers.get(precondition, { strict: false }).check(input);
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
