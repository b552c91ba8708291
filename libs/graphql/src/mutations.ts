import { type Accepted, type Answer, IssueCommand } from '@concord/commands';
import { isRejection, PUBLIC } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Reader } from './caller.js';
import type { CommandInput } from './command-input.js';
import { rejected } from './errors.js';

/** The way of a mutation: its input is the command, the bus carries it, a rejection becomes an error of the API. */
@Injectable()
export class Mutations {
  constructor(private readonly bus: CommandBus) {}

  /**
   * Whoever has no token issues it as the public, which may issue next to nothing.
   * @throws GraphQLError with the code of the rejection
   */
  async issue(input: CommandInput, { actor, correlationId, idempotencyKey }: Reader): Promise<Accepted> {
    const { expectedRevision, ...body } = input;
    const command = Object.assign(Object.create(Object.getPrototypeOf(input) as object) as object, body);
    const answer: Answer = await this.bus.execute(
      new IssueCommand({ command, actor: actor ?? PUBLIC, correlationId, causationId: null, idempotencyKey, expectedRevision }),
    );
    if (isRejection(answer)) throw rejected(answer);
    return answer;
  }
}
