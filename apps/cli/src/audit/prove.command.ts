import { readFile } from 'node:fs/promises';
import { ProofRefused, parseTlogProof, STREAM_PROOF_FORMAT, verifyDossier, verifyStreamProofFile, verifyTlogProof } from '@concord/proof';
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

async function proveEntry(proofFile: string, entryFile: string, options: PolicyOptions): Promise<void> {
  const text = (await bytesOf(proofFile)).toString('utf8');
  const entry = entryIn(await bytesOf(entryFile));
  checkIsProof(proofFile, text);
  const { origin, index, size, cosignedBy } = verifyTlogProof(text, entry, policyOf(options));
  print(`${entryFile} is at index ${index} of the log ${origin}, whose first ${size.toLocaleString('en')} events are signed.`);
  for (const { name } of cosignedBy) print(`  cosigned by   ${name}`);
}

/** A file that has everything in it: all about an object, or a dossier. */
async function proveFile(file: string, options: PolicyOptions): Promise<void> {
  const text = (await bytesOf(file)).toString('utf8');
  if (text.includes(`"format":"${STREAM_PROOF_FORMAT}"`) && text.startsWith('{"format"')) {
    const { stream, entries, checkpoint } = verifyStreamProofFile(text, policyOf(options));
    const withheld = entries.filter((entry) => entry === null).length;
    print(`The log ${checkpoint.origin} has ${entries.length} events of ${stream}, and these are all of them.`);
    if (withheld > 0) print(`  withheld      ${withheld}, of which the file has the hashes`);
    return;
  }
  const { origin, acts, objects } = verifyDossier(text, policyOf(options));
  print(`${acts} acts in ${file} are in the log ${origin}, as they are told.`);
  for (const [stream, count] of objects) print(`  ${String(count).padStart(6)}  acts the log has of ${stream}`);
}

async function prove(proofFile: string, entryFile: string | undefined, options: PolicyOptions): Promise<number> {
  const complaint = complaintOf(options);
  if (complaint !== undefined) throw new CannotBeDone(complaint);
  try {
    await (entryFile === undefined ? proveFile(proofFile, options) : proveEntry(proofFile, entryFile, options));
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
      .description('Checks what is in a log from proofs alone: an event, all events of an object, or a dossier. No server, no database.')
      .argument('<proof>', 'the proof of an event (.tlog-proof); the answer of `completenessProof`; or a dossier, JSON or HTML')
      .argument('[entry]', 'beside a .tlog-proof: a file with the entry, the canonical JSON of the event'),
  )
  .addHelpText('after', `\nEnds with ${RIGHT} when it is proved, ${WRONG} when it is not, ${NOT_DONE} when it could not be checked.`)
  .action((proof: string, entry: string | undefined, options: PolicyOptions) => audited(() => prove(proof, entry, options)));
endingSo(proveCommand);
