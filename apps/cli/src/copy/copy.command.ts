import { type CopyTarget, compareLogs, copyLog, type EventLog, type LogComparison, type LogDifference } from '@concord/event-log';
import type { Position } from '@concord/kernel';
import { causeOf } from '@concord/platform';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { untilStopped } from '../until-stopped.js';
import { OWN_DATABASE, openSide, type Side } from './sides.js';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly compareOnly?: boolean;
}

/** Where one piece of the work is on its way through the source, and how many events it has done. */
type Report = (position: Position, head: Position, events: number) => void;

/** Shows how far the work is, measured in positions of the source. */
async function withBar<T>(doing: string, work: (report: Report) => Promise<T>): Promise<T> {
  const bar = new SingleBar({ format: `{bar} {percentage}%  {events} events ${doing}`, noTTYOutput: false });
  bar.start(1, 0, { events: 0 });
  try {
    return await work((position, head, events) => {
      bar.setTotal(Math.max(1, Number(head)));
      bar.update(Number(position), { events });
    });
  } finally {
    bar.stop();
  }
}

const copied = (from: EventLog, to: EventLog & CopyTarget, signal: AbortSignal): Promise<number> =>
  withBar('copied', (report) => copyLog(from, to, { signal, onProgress: ({ position, head, copied }) => report(position, head, copied) }));

const compared = (from: EventLog, to: EventLog, signal: AbortSignal): Promise<LogComparison> =>
  withBar('compared', (report) =>
    compareLogs(from, to, { signal, onProgress: ({ position, head, compared }) => report(position, head, compared) }),
  );

/** Long texts are cut: what differs is found in the logs. */
const short = (text: string | undefined): string => (text === undefined ? 'nothing' : text.length > 200 ? `${text.slice(0, 200)}…` : text);

const inWords = ({ ordinal, field, from, to, event }: LogDifference): string =>
  `The logs differ from event ${ordinal} on: ${field} of ${event.id} (${event.type}, revision ${event.revision} of ${event.stream}) is ${short(from)} in the source and ${short(to)} in the target`;

/** Both sides, and what the comparison says of them. @throws CannotBeDone when they are not the same */
function conclude(from: Side, to: Side, { difference, moved, ...found }: LogComparison): void {
  for (const [label, side, { count, digest }] of [['from', from, found.from] as const, ['to', to, found.to] as const]) {
    print(`${label.padEnd(4)}  ${side.name}  ${count} events  SHA-256 ${digest}`);
  }
  const grown = 'The source has grown meanwhile: stop API and worker, and run this again';
  if (difference) throw new CannotBeDone(moved ? `${inWords(difference)}. ${grown}` : inWords(difference));
  if (moved) throw new CannotBeDone(grown);
  print('The logs hold the same events in the same order.');
}

async function copy(from: Side, to: Side, compareOnly: boolean, signal: AbortSignal): Promise<void> {
  if ((await from.log.identity()) === (await to.log.identity())) {
    throw new CannotBeDone(`--from and --to are one log: ${from.name} and ${to.name}`);
  }
  if (!compareOnly) print(`${await copied(from.log, to.log, signal)} events copied`);
  conclude(from, to, await compared(from.log, to.log, signal));
}

/** What stopped the copy, as a person reads it. */
function plainly(error: unknown, { aborted }: AbortSignal): Error {
  if (error instanceof CannotBeDone) return error;
  return new CannotBeDone(
    aborted ? 'Stopped. Run this again to go on' : `${causeOf(error)}. What was copied stays; run this again to go on`,
  );
}

export const copyCommand = new Command('copy')
  .description('Carries the log over to another, event by event, and compares the two. A second run goes on where the first ended.')
  .requiredOption('--from <address>', `the log to read: postgresql://… or esdb://…, or \`${OWN_DATABASE}\` for the platform's own database`)
  .requiredOption('--to <address>', 'the log to fill, new or filled by this command before')
  .option('--compare-only', 'copy nothing, only compare')
  .action(({ from, to, compareOnly = false }: CopyOptions) =>
    untilStopped(async (signal) => {
      const source = await openSide('--from', from);
      try {
        const target = await openSide('--to', to);
        try {
          await copy(source, target, compareOnly, signal);
        } catch (error) {
          throw plainly(error, signal);
        } finally {
          await target.close();
        }
      } finally {
        await source.close();
      }
    }),
  );
