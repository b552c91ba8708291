import type { Answer, Decisions, Issue } from '@concord/commands';
import { reject } from '@concord/kernel';
import { inputValidation } from './validation.pipe.js';

/** Issues commands that come from somewhere else than the API, after the checks that the API makes of its input. */
export class CheckedCommands {
  private readonly validation = inputValidation();

  constructor(private readonly decisions: Decisions) {}

  /** The answer; `BAD_INPUT` where a field of the command breaks its rule. */
  async issue(issue: Issue): Promise<Answer> {
    const metatype = issue.command.constructor as new () => object;
    let command: object;
    try {
      // As plain data, the way a request brings it: what is nested becomes an instance of its class again.
      command = (await this.validation.transform(JSON.parse(JSON.stringify(issue.command)), { type: 'body', metatype })) as object;
    } catch (error) {
      return reject('BAD_INPUT', error instanceof Error ? error.message : String(error));
    }
    return this.decisions.answer({ ...issue, command });
  }
}
