import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { START } from '@concord/kernel';
import { Corpus, type CorpusFilter } from '@concord/modules/government';
import { HANDLE_RULE, isHandle, isJurisdiction, JURISDICTION_RULE } from '@concord/reference-data';
import { Command, InvalidArgumentError } from 'commander';
import { PURPOSE, recordAccess } from './access.js';
import { CannotBeDone } from './cannot-be-done.js';
import { print } from './print.js';
import { withPlatform } from './with-platform.js';

/** An option that obeys a rule. */
const obeying =
  (holds: (text: string) => boolean, rule: string) =>
  (text: string): string => {
    if (!holds(text)) throw new InvalidArgumentError(rule);
    return text;
  };

/** Writes beside the file and puts the whole in its place, so that nobody takes a part for all. */
async function writeWhole(file: string, lines: AsyncGenerator<string, void>, signal: AbortSignal): Promise<number> {
  let count = 0;
  async function* counted(): AsyncGenerator<string, void> {
    for await (const line of lines) {
      count++;
      yield line;
    }
  }
  const part = `${file}.part`;
  const packed = file.endsWith('.gz') ? [createGzip()] : [];
  try {
    await pipeline([Readable.from(counted()), ...packed, createWriteStream(part)], { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await lines.return();
  }
  return count;
}

const norms = new Command('norms')
  .argument('<file>', 'where to write them; packed where the name ends with .gz')
  .description('Writes all norms as JSON Lines: each with its text, acts, versions, consultation and documents.')
  .option('--jurisdiction <code>', 'only those of this country or bloc', obeying(isJurisdiction, JURISDICTION_RULE))
  .option('--agency <party>', 'only those of this agency', obeying(isHandle, HANDLE_RULE))
  .option('--after <norm>', 'only those whose ids come after this one', obeying(isHandle, HANDLE_RULE))
  .option(...PURPOSE)
  .action((file: string, { purpose, ...filter }: CorpusFilter & { readonly purpose?: string }) =>
    withPlatform(async (platform, signal) => {
      const { position, lines } = await platform.get(Corpus, { strict: false }).snapshot(filter);
      try {
        const detail = `norms ${JSON.stringify(filter)}`;
        await recordAccess(platform, purpose, { operation: 'EXPORT', range: { from: START, to: position }, detail });
        const count = await writeWhole(file, lines, signal);
        print(`${count} norms as the log stood at position ${position}`);
      } catch (error) {
        if (signal.aborted) throw new CannotBeDone(`Stopped; ${file} is not written`);
        const isOfFiles = error instanceof Error && 'syscall' in error && 'path' in error;
        throw isOfFiles ? new CannotBeDone(`${file} cannot be written: ${error.message}`) : error;
      }
    }),
  );

export const exportCommand = new Command('export').description('Takes out what is here.').addCommand(norms);
