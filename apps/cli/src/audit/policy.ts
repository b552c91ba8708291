import { type Policy, ProofRefused, parseVkey, type Vkey } from '@concord/proof';
import { InvalidArgumentError, Option } from 'commander';

/** Whom the auditor trusts, as said on the command line. */
export interface PolicyOptions {
  readonly key: Vkey;
  readonly witness: readonly Vkey[];
  readonly quorum?: number;
}

function vkey(text: string): Vkey {
  try {
    return parseVkey(text);
  } catch (error) {
    if (error instanceof ProofRefused) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

function quorum(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of witnesses.');
  return Number(text);
}

export const policyOptions: readonly Option[] = [
  new Option('--key <vkey>', 'the key of the log that you trust: name+id+base64').argParser(vkey).makeOptionMandatory(),
  new Option('--witness <vkey>', 'a witness that you trust; can be given again')
    .argParser((text, before: readonly Vkey[]) => [...before, vkey(text)])
    .default([], 'none'),
  new Option('--quorum <n>', 'how many of the witnesses must have cosigned; all, unless told').argParser(quorum),
];

export const policyOf = ({ key, witness, quorum }: PolicyOptions): Policy => ({
  log: [key],
  witnesses: witness,
  ...(quorum !== undefined && { quorum }),
});

/** What is wrong with the options taken together, in a sentence. */
export function complaintOf({ witness, quorum }: PolicyOptions): string | undefined {
  if (quorum === undefined || quorum <= witness.length) return undefined;
  return `--quorum is ${quorum}, and only ${witness.length} witnesses are named with --witness`;
}
