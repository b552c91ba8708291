import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Decisions } from './decide.js';
import type { Answer, Issue } from './issue.js';

/** What the command bus carries: any command of any aggregate, with who issues it and why. */
export class IssueCommand extends Command<Answer> {
  constructor(readonly issue: Issue) {
    super();
  }
}

@CommandHandler(IssueCommand)
export class IssueCommandHandler implements ICommandHandler<IssueCommand> {
  constructor(private readonly decisions: Decisions) {}

  execute({ issue }: IssueCommand): Promise<Answer> {
    return this.decisions.answer(issue);
  }
}
