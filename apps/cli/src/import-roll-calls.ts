import { type Duration, duration, isDuration } from '@concord/kernel';
import { BadFile, BUILT_IN_NAMES, type BuiltInRule, RollCallFiles, RollCallsImport } from '@concord/modules/association';
import type { INestApplicationContext } from '@nestjs/common';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CannotBeDone } from './cannot-be-done.js';
import { print } from './print.js';
import { sideBySide } from './side-by-side.js';
import { withPlatform } from './with-platform.js';

interface Options {
  readonly association: string;
  readonly openFor: Duration;
  readonly rule: BuiltInRule;
}

interface Tally {
  imported: number;
  there: number;
  readonly refused: { readonly id: number; readonly reason: string }[];
}

/** Ballots that are filled at once: the votes of one follow each other, those of different ones reach the log together. */
const AT_ONCE = 32;

function lengthIn(text: string): Duration {
  if (!isDuration(text)) throw new InvalidArgumentError('It has to be a duration of ISO 8601, such as PT1H.');
  return duration(text);
}

async function importFiles(platform: INestApplicationContext, files: RollCallFiles, options: Options, signal: AbortSignal): Promise<Tally> {
  const tally: Tally = { imported: 0, there: 0, refused: [] };
  const rollCallsImport = platform.get(RollCallsImport, { strict: false });
  const { votes, states } = await files.survey();
  const refusal = await rollCallsImport.assemble(options.association, states);
  if (refusal) throw new CannotBeDone(`The assembly cannot be formed: ${refusal.code}: ${refusal.message}`);
  const bar = new SingleBar({ format: '{bar} {percentage}%  {value} of {total} votes', noTTYOutput: false });
  bar.start(votes, 0);
  try {
    await sideBySide(files.rollCalls(), AT_ONCE, async (rollCall) => {
      signal.throwIfAborted();
      const result = await rollCallsImport.import(options.association, rollCall, options.rule, options.openFor);
      if (result.outcome === 'REFUSED') {
        const { reason, votesMissing } = result;
        tally.refused.push({ id: rollCall.id, reason: `${reason.code}: ${reason.message}; ${votesMissing} votes are missing` });
      } else if (result.outcome === 'IMPORTED') tally.imported++;
      else tally.there++;
      bar.increment(rollCall.votes.length);
    });
  } finally {
    bar.stop();
  }
  return tally;
}

/** What stopped the import, as a person reads it. */
function plainly(error: unknown, { aborted }: AbortSignal): CannotBeDone | undefined {
  if (aborted) return new CannotBeDone('Stopped on the way. Run this again, before the ballots close, to import the rest');
  if (error instanceof BadFile) return new CannotBeDone(`${error.message}. Nothing is imported`);
  const isOfFiles = error instanceof Error && 'syscall' in error && 'path' in error;
  return isOfFiles ? new CannotBeDone(`${String(error.path)} cannot be read: ${error.message}`) : undefined;
}

export const rollCalls = new Command('roll-calls')
  .argument(
    '<folder-or-questions>',
    'a folder with the files roll-calls*.csv and votes*.csv, each with .gz or without; or the first of them',
  )
  .argument('[votes]', 'the second of them, where the first was named')
  .description('Makes ballots of the roll calls of the UN General Assembly. A second run imports what is missing.')
  .option('--association <party>', 'the association that stands for the assembly', 'un-general-assembly')
  .addOption(new Option('--rule <rule>', 'the rule by which the ballots are counted').choices(BUILT_IN_NAMES).default('SIMPLE_MAJORITY'))
  .option('--open-for <duration>', 'how long each ballot is open, by ISO 8601', lengthIn, 'PT1H' as Duration)
  .action((first: string, second: string | undefined, options: Options) =>
    withPlatform(async (platform, signal) => {
      try {
        const files = await RollCallFiles.at(second === undefined ? [first] : [first, second]);
        const { imported, there, refused } = await importFiles(platform, files, options, signal);
        print(`${imported} imported, ${there} there already, ${refused.length} refused`);
        for (const { id, reason } of refused) print(`  ${id}  ${reason}`);
      } catch (error) {
        throw plainly(error, signal) ?? error;
      }
    }),
  );
