import { Command, InvalidArgumentError } from 'commander';

export interface BenchOptions {
  readonly rounds: number;
  readonly seed: number;
  /** The names of the measurements to take; all when left out. */
  readonly only?: readonly string[];
  /** Where to write the results as JSON. */
  readonly json?: string;
}

/** Fewer rounds say nothing about the spread. */
const LEAST_ROUNDS = 5;
const MOST_ROUNDS = 1_000;
const DEFAULT_SEED = 20_261_121;

const wholeNumber = (from: number, to: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new InvalidArgumentError(`It has to be a whole number from ${from} to ${to}.`);
  return value;
};

const someOf = (names: readonly string[]) => (text: string) => {
  const chosen = text.split(',');
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`${JSON.stringify(unknown)} is none of ${names.join(', ')}.`);
  return chosen;
};

/**
 * What the command line asks for; ends the process with a sentence where it asks for what there is not.
 * @param names of all measurements
 */
export function benchOptions(title: string, names: readonly string[], argv: readonly string[] = process.argv): BenchOptions {
  return new Command(title)
    .description('Measures Concord against yardsticks, in turns on the same machine and data, and prints the ratios.')
    .option('--rounds <count>', 'how often each figure is taken', wholeNumber(LEAST_ROUNDS, MOST_ROUNDS), LEAST_ROUNDS)
    .option('--seed <number>', 'which data are made', wholeNumber(0, 2 ** 32 - 1), DEFAULT_SEED)
    .option('--only <names>', `some of ${names.join(', ')}, with commas between them`, someOf(names))
    .option('--json <file>', 'write the results there, too')
    .allowExcessArguments(false)
    .parse(argv)
    .opts<BenchOptions>();
}
