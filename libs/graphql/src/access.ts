import type { Class, Permission } from '@concord/kernel';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Mutation } from '@nestjs/graphql';

/** Who may call a field of Query, Mutation or Subscription. What says nothing is called by nobody. */
export type Access = { readonly everyone: true } | { readonly permissions: readonly Permission[] } | { readonly command: Class };

export const ACCESS = 'concord:access';

const access = (rule: Access) => SetMetadata(ACCESS, rule);

/** The field answers everyone, with or without a token: what governs all is read by all. */
export const ReadByEveryone = () => access({ everyone: true });

/** The field answers these; which objects they see is the resolver's rule. */
export const ReadBy = (...permissions: readonly Permission[]) => access({ permissions });

/** A mutation that hands its `input` to the aggregate: whoever may issue the command may call it. */
export const CommandMutation = (command: Class, payload: Class, description: string): MethodDecorator =>
  applyDecorators(
    Mutation(() => payload, { description }),
    access({ command }),
  );
