import { readFile } from 'node:fs/promises';
import { ProofRefused, parseTlogProof, verifyTlogProof } from '@concord/proof';
import { Command } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { audited, endingSo, NOT_DONE, RIGHT, WRONG } from './ending.js';
import { complaintOf, type PolicyOptions, policyOf, policyOptions } from './policy.js';

const LINE_FEED = 0x0a;

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CannotBeDone(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Canonical JSON has no line feed; editors and shells put one at the end. */
const entryIn = (bytes: Buffer): Buffer => (bytes.at(-1) === LINE_FEED ? bytes.subarray(0, -1) : bytes);

/** Whether the file is no proof at all, which is another thing than one that does not hold. */
function checkIsProof(file: string, text: string): void {
  try {
    parseTlogProof(text);
  } catch (error) {
    if (error instanceof ProofRefused) throw new CannotBeDone(`${file} is no proof. ${error.message}`);
    throw error;
  }
}

async function prove(proofFile: string, entryFile: string, options: PolicyOptions): Promise<number> {
  const complaint = complaintOf(options);
  if (complaint !== undefined) throw new CannotBeDone(complaint);
  const text = (await bytesOf(proofFile)).toString('utf8');
  const entry = entryIn(await bytesOf(entryFile));
  checkIsProof(proofFile, text);
  try {
    const { origin, index, size, cosignedBy } = verifyTlogProof(text, entry, policyOf(options));
    print(`${entryFile} is at index ${index} of the log ${origin}, whose first ${size.toLocaleString('en')} events are signed.`);
    for (const { name } of cosignedBy) print(`  cosigned by   ${name}`);
    return RIGHT;
  } catch (error) {
    if (!(error instanceof ProofRefused)) throw error;
    print(`Not proved. ${error.message}`);
    return WRONG;
  }
}

export const proveCommand = policyOptions
  .reduce(
    (command, option) => command.addOption(option),
    new Command('prove')
      .description('Checks that an event is in a log, from a proof and the event alone: no server, no database.')
      .argument('<proof>', 'the file of the proof, .tlog-proof')
      .argument('<entry>', 'a file with the entry: the canonical JSON of the event'),
  )
  .addHelpText('after', `\nEnds with ${RIGHT} when it is proved, ${WRONG} when it is not, ${NOT_DONE} when it could not be checked.`)
  .action((proof: string, entry: string, options: PolicyOptions) => audited(() => prove(proof, entry, options)));
endingSo(proveCommand);
