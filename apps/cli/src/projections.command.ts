import { userInfo } from 'node:os';
import { ProjectionOperator, type ProjectionStatus } from '@concord/projections';
import { Command } from 'commander';
import { print } from './print.js';
import { withPlatform } from './with-platform.js';

function line({ name, version, liveVersion, status, position, lag, error, rebuild }: ProjectionStatus): string {
  const built = rebuild ? `, building version ${rebuild.version} (at ${rebuild.position})` : '';
  const facts = `${name.padEnd(28)} ${status.padEnd(10)} version ${liveVersion || '-'} of ${version}  position ${position}  behind ${lag}${built}`;
  return error ? `${facts}\n    stands before ${error.eventId} (${error.type}, position ${error.position}): ${error.message}` : facts;
}

const operate = (work: (operator: ProjectionOperator) => Promise<void>): Promise<void> =>
  withPlatform((platform) => work(platform.get(ProjectionOperator)));

const list = new Command('list')
  .description('How every read model is doing.')
  .option('--json', 'as JSON')
  .action(({ json }: { readonly json?: boolean }) =>
    operate(async (operator) => {
      const all = await operator.list();
      print(json ? JSON.stringify(all, null, 2) : all.map(line).join('\n'));
    }),
  );

const rebuild = new Command('rebuild')
  .argument('<name>', 'as `list` shows it')
  .description('Builds a read model anew from the log, beside the one that is read, and switches. A running worker does it.')
  .action((name: string) =>
    operate(async (operator) => {
      await operator.rebuild(name);
      print(`${name} is built anew as soon as a worker runs. \`concord projections list\` shows how far it is.`);
    }),
  );

const resume = new Command('resume')
  .argument('<name>', 'as `list` shows it')
  .description('Lets a stopped read model try its event again, after what was wrong has been mended.')
  .action((name: string) =>
    operate(async (operator) => {
      await operator.resume(name);
      print(`${name} tries again.`);
    }),
  );

interface SkipOptions {
  readonly event: string;
  readonly reason: string;
  readonly operator: string;
}

const skip = new Command('skip')
  .argument('<name>', 'as `list` shows it')
  .requiredOption('--event <id>', 'the event before which it stands')
  .requiredOption('--reason <text>', 'why it may go on without it; kept for ever')
  .option('--operator <name>', 'who decides this', userInfo().username)
  .description('Lets a stopped read model go on without its event.')
  .action((name: string, { event, reason, operator: who }: SkipOptions) =>
    operate(async (operator) => {
      await operator.skip(name, event, reason, who);
      print(`${name} goes on without ${event}.`);
    }),
  );

export const projectionsCommand = new Command('projections')
  .description('The read models: how they are doing, and what to do when one has stopped.')
  .addCommand(list)
  .addCommand(rebuild)
  .addCommand(resume)
  .addCommand(skip);
