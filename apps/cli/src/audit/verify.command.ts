import { readFile, rename, writeFile } from 'node:fs/promises';
import { eventThread, inWords, openSource, type Verification, verifyLog } from '@concord/proof';
import { Command } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { withBar } from './bar.js';
import { audited, endingSo, NOT_DONE, RIGHT, WRONG } from './ending.js';
import { complaintOf, type PolicyOptions, policyOptions } from './policy.js';

interface VerifyOptions extends PolicyOptions {
  readonly token?: string;
  readonly kept?: string;
  readonly keep?: string;
  readonly json?: boolean;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CannotBeDone(`${file} cannot be read (${codeOf(error)})`);
  }
}

/** The file is the old one or the new one, at any moment. */
async function keep(file: string, checkpoint: string): Promise<void> {
  try {
    await writeFile(`${file}.unfinished`, checkpoint);
    await rename(`${file}.unfinished`, file);
  } catch (error) {
    throw new CannotBeDone(`${file} cannot be written (${codeOf(error)})`);
  }
}

function tell(found: Verification, options: VerifyOptions): void {
  const count = found.size.toLocaleString('en');
  print(`Log ${found.origin ?? 'without a checkpoint'}: ${count} events in ${found.streams.toLocaleString('en')} streams`);
  print(`  root          ${found.root ?? 'none'}`);
  print(`  streams       ${found.streamsRoot ?? 'none'}`);
  for (const witness of found.cosignedBy) print(`  cosigned by   ${witness}`);
  if (found.keptSize !== null) print(`  grown from    ${found.keptSize.toLocaleString('en')} events, the checkpoint that was kept`);
  for (const finding of found.findings) print(inWords(finding));
  if (found.more > 0) print(`… and ${found.more.toLocaleString('en')} more`);
  if (found.signedBy !== options.key.text) print(`The key was handed on. From now on, trust ${found.signedBy}`);
  if (found.isRight) print('Everything is as it must be.');
  else print(`${found.findings.length + found.more} things are not as they must be.`);
}

const kept = async (file: string | undefined): Promise<string | undefined> => (file === undefined ? undefined : textOf(file));

async function verify(where: string, options: VerifyOptions, signal: AbortSignal): Promise<number> {
  const complaint = complaintOf(options);
  if (complaint !== undefined) throw new CannotBeDone(complaint);
  const before = await kept(options.kept);
  const source = await openSource(where, { token: options.token, signal });
  try {
    const { key, witness: witnesses, quorum } = options;
    const found = await withBar((report) =>
      verifyLog(source, {
        key,
        witnesses,
        ...(quorum !== undefined && { quorum }),
        kept: before,
        thread: eventThread,
        signal,
        onProgress: ({ phase, done, total }) => report(phase === 'entries' ? 'of the events' : 'of the streams', done, total),
      }),
    );
    if (options.json) print(JSON.stringify(found));
    else tell(found, options);
    if (options.keep !== undefined && found.isRight) await keep(options.keep, found.checkpoint);
    return found.isRight ? RIGHT : WRONG;
  } finally {
    await source.close();
  }
}

export const verifyCommand = policyOptions
  .reduce(
    (command, option) => command.addOption(option),
    new Command('verify')
      .description(
        'Checks a whole log and trusts nobody: tree, signatures, order, streams without gaps. No database, no trust in the server.',
      )
      .argument('<where>', 'the address of a platform, a folder that `audit mirror` made, or a file that `audit export` made'),
  )
  .option('--token <token>', 'a bearer token with the right to read the whole log, where <where> is an address')
  .option('--kept <file>', 'a checkpoint that you kept: the log must begin with what it had then')
  .option('--keep <file>', 'where everything is right, keep the checkpoint in this file')
  .option('--json', 'tell it as JSON')
  .addHelpText(
    'after',
    `\nEnds with ${RIGHT} when everything is right, ${WRONG} when something is wrong, ${NOT_DONE} when it could not be checked.`,
  )
  .action((where: string, options: VerifyOptions) => audited((signal) => verify(where, options, signal)));
endingSo(verifyCommand);
