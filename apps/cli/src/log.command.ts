import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { Archive } from '@concord/insight';
import { isPosition, type Position, type RecordedEvent, START } from '@concord/kernel';
import { Command, InvalidArgumentError } from 'commander';
import { OPERATOR, PURPOSE, recordAccess } from './access.js';
import { CannotBeDone } from './cannot-be-done.js';
import { copyCommand } from './copy/copy.command.js';
import { print } from './print.js';
import { withPlatform } from './with-platform.js';

function position(text: string): Position {
  if (!isPosition(text)) throw new InvalidArgumentError('It must be a position of the log: a whole number.');
  return text;
}

const oneLine = ({ position: at, recordedAt, metadata, type, stream }: RecordedEvent): string =>
  `${at.padStart(8)}  ${recordedAt}  ${metadata.phase.padEnd(6)}  ${metadata.party.padEnd(20)}  ${type}  ${stream}`;

interface TailOptions {
  readonly after?: Position;
  readonly last: string;
  readonly type?: string[];
  readonly follow: boolean;
  readonly json?: boolean;
  readonly purpose?: string;
}

/** The position behind which exactly so many events stand. */
async function before(log: EventLog, count: number): Promise<Position> {
  let left = count;
  for await (const event of log.readAll({ backwards: true })) {
    if (left-- === 0) return event.position;
  }
  return START;
}

const detailOf = (types: readonly string[] | undefined, whole: boolean | undefined): string =>
  [whole ? 'whole events' : 'one line each', ...(types ?? [])].join(', ').slice(0, 500);

const tail = new Command('tail')
  .description('What every party does, as it is recorded: the last events, and then those that come, until you stop it.')
  .option('--after <position>', 'start behind this position', position)
  .option('--last <count>', 'start with the last so many events', '10')
  .option('--type <type...>', 'only events of these types, such as government.norm.NormPublished')
  .option('--no-follow', 'stop at the end of the log')
  .option('--json', 'each event whole, as JSON, one a line; without the data of what is not disclosed to operators, such as open ballots')
  .option(...PURPOSE)
  .action(({ after, last, type, follow, json, purpose }: TailOptions) =>
    withPlatform(async (platform, signal) => {
      const log = platform.get<EventLog>(EVENT_LOG);
      const count = Number(last);
      if (!Number.isSafeInteger(count) || count < 0) throw new CannotBeDone(`--last is ${last}, and must be a whole number from 0`);
      const start = after ?? (await before(log, count));
      const archive = platform.get(Archive, { strict: false });
      const show = async (event: RecordedEvent): Promise<void> => {
        if (!json) return print(oneLine(event));
        const object = await archive.open(event.stream, OPERATOR);
        print(JSON.stringify(object ? object.shown(event) : { ...event, data: null }));
      };
      const types = type ? { types: type } : {};
      const until = follow ? null : await log.head();
      await recordAccess(platform, purpose, { operation: 'TAIL', range: { from: start, to: until }, detail: detailOf(type, json) });
      if (until !== null) {
        // At the start of the log nothing is shown: a bound there would be none.
        if (until !== START) for await (const event of log.readAll({ after: start, until, ...types })) await show(event);
        return;
      }
      for await (const batch of log.subscribe({ after: start, ...types, signal })) for (const event of batch.events) await show(event);
    }),
  );

export const logCommand = new Command('log').description('The log of everything.').addCommand(tail).addCommand(copyCommand);
