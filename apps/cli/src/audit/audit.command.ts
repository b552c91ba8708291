import { Command } from 'commander';
import { exportCommand, mirrorCommand } from './fetching.command.js';
import { proveCommand } from './prove.command.js';
import { verifyCommand } from './verify.command.js';

/** What auditors do without trust in whoever runs the platform, on a machine of theirs. */
const WITHOUT_US: readonly Command[] = [verifyCommand, mirrorCommand, exportCommand, proveCommand];

/** What is done on the platform itself; loaded only where it is asked for, or may be, as it loads all of it. */
async function withUs(): Promise<readonly Command[]> {
  const [{ replayCommand, replaysCommand }, { rotateKeyCommand }] = await Promise.all([
    import('./replay.command.js'),
    import('./rotate-key.command.js'),
  ]);
  return [replayCommand, replaysCommand, rotateKeyCommand];
}

/** @param asked the word behind `audit` */
export async function auditCommand(asked: string): Promise<Command> {
  const command = new Command('audit').description(
    'The transparency log, without trust in whoever runs it (docs/transparency-log.md), and read models as they stood (docs/replay.md).',
  );
  const others = WITHOUT_US.some((each) => each.name() === asked) ? [] : await withUs();
  for (const each of [...WITHOUT_US, ...others]) command.addCommand(each);
  return command;
}
