import { instant, isInstant, isPosition } from '@concord/kernel';
import { report } from '@concord/platform';
import { Interrupted, type Moment, type Replay, type ReplayProgress, Replays } from '@concord/projections';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { account, PURPOSE, recordAccess } from '../access.js';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { withPlatform } from '../with-platform.js';
import { differencesIn, inWords } from './comparison-in-words.js';

function moment(text: string): Moment {
  if (isPosition(text)) return { position: text };
  if (isInstant(text)) return { knownAt: instant(text) };
  throw new InvalidArgumentError('It must be a position of the log, a whole number, or an instant such as 2026-11-28T10:00:00Z.');
}

interface ReplayOptions {
  readonly until?: Moment;
  readonly into?: string;
  readonly compare?: boolean;
  readonly model?: readonly string[];
  readonly operator: string;
  readonly json?: boolean;
  readonly purpose?: string;
}

/** Shows on a terminal which model is being built, and how far it is. */
async function withBar<T>(work: (told: (progress: ReplayProgress) => void) => Promise<T>): Promise<T> {
  const bar = new SingleBar({ format: '{bar} {percentage}%  {model} ({nth} of {models})', noTTYOutput: false });
  bar.start(1, 0, { model: '', nth: 0, models: 0 });
  try {
    return await work(({ model, index, models, position, until }) => {
      bar.setTotal(Math.max(1, models));
      bar.update(index + Math.min(1, Number(position) / Math.max(1, Number(until))), { model, nth: index + 1, models });
    });
  } finally {
    bar.stop();
  }
}

const inText = (moment: Moment): string => ('position' in moment ? moment.position : moment.knownAt);

async function build({ until, into, model, operator, json, purpose }: ReplayOptions): Promise<void> {
  if (until === undefined || into === undefined) throw new CannotBeDone('A replay needs --until and --into; --compare needs neither');
  await withPlatform(async (platform, signal) => {
    const replays = platform.get(Replays);
    await recordAccess(platform, purpose, { operation: 'REPLAY', detail: `until ${inText(until)} into ${into}` });
    const request = { name: into, until, by: operator, ...(model && { models: model }) };
    const replay = await withBar((told) => replays.build(request, { signal, told })).catch((error: unknown) => {
      throw error instanceof Interrupted ? new CannotBeDone('Stopped. Run this again to go on') : error;
    });
    print(
      json
        ? JSON.stringify(replay, null, 2)
        : `${replay.models.length} read models as of position ${replay.until} are in the replay ${into}`,
    );
    if (!json) print(`A query with the header \`Concord-Replay: ${into}\` is answered from it.`);
  });
}

/** Ends with 0 when all is equal, with 1 when something differs, with 2 when something could not be compared. */
async function compare({ until, into, model, json, purpose }: ReplayOptions): Promise<void> {
  try {
    if (until !== undefined || into !== undefined)
      throw new CannotBeDone('--compare takes neither --until nor --into: it builds up to where the live tables stand');
    await withPlatform(async (platform, signal) => {
      await recordAccess(platform, purpose, { operation: 'REPLAY', detail: 'compared with the live tables' });
      const found = await withBar((told) => platform.get(Replays).compare(model, { signal, told }));
      print(json ? JSON.stringify(found, null, 2) : inWords(found));
      if (found.some(({ impossible }) => impossible !== null)) process.exitCode = 2;
      if (differencesIn(found) > 0) process.exitCode = 1;
    });
  } catch (error) {
    report(error instanceof Interrupted ? new CannotBeDone('Stopped. Nothing was compared to its end') : error);
    process.exitCode = 2;
  }
}

export const replayCommand = new Command('replay')
  .description(
    'Builds read models as they stood at a moment, beside the live ones; or compares the live ones with what the log makes of them.',
  )
  .option('--until <moment>', 'the last position of the log that counts, or the last instant', moment)
  .option('--into <name>', 'how the replay is called')
  .option('--compare', 'build nothing to keep: compare the live tables with the log, row by row')
  .option('--model <name...>', 'only these read models, as `concord projections list` shows them')
  .option('--operator <name>', 'who asks for it', account())
  .option(...PURPOSE)
  .option('--json', 'as JSON')
  .action((options: ReplayOptions) => (options.compare ? compare(options) : build(options)));

const line = ({ name, state, until, knownAt, asked, models, createdAt, createdBy, error }: Replay): string => {
  const facts = `${name.padEnd(20)}  ${state.padEnd(8)}  until ${until}${knownAt ? ` (${knownAt})` : ''}  ${models.length} of ${asked.length} read models  ${createdAt} by ${createdBy}`;
  return error ? `${facts}\n    ${error}` : facts;
};

export const replaysCommand = new Command('replays')
  .description('The replays that there are; or removes one.')
  .option('--remove <name>', 'removes it, with its tables')
  .option('--json', 'as JSON')
  .action(({ remove, json }: { readonly remove?: string; readonly json?: boolean }) =>
    withPlatform(async (platform) => {
      const replays = platform.get(Replays);
      if (remove !== undefined) {
        await replays.remove(remove);
        return print(`The replay ${remove} is removed.`);
      }
      const all = await replays.list();
      print(json ? JSON.stringify(all, null, 2) : all.length > 0 ? all.map(line).join('\n') : 'There is no replay.');
    }),
  );
