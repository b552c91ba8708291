import { readFile } from 'node:fs/promises';
import { type Difference, NoBallotRecord, parseRecord, type Recount, recount } from '@concord/association';
import { Command } from 'commander';
import { CannotBeDone } from './cannot-be-done.js';
import { print } from './print.js';

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CannotBeDone(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function recordIn(file: string, text: string): ReturnType<typeof parseRecord> {
  try {
    return parseRecord(text);
  } catch (error) {
    if (error instanceof NoBallotRecord) throw new CannotBeDone(`${file} is no record of a ballot. ${error.message}`);
    throw error;
  }
}

const sentence = ({ check, where, expected, found }: Difference): string => `${check}, ${where}: expected ${expected}, found ${found}`;

function tell({ ballotId, tally, votes, rollSize, differences }: Recount): void {
  print(`Ballot ${ballotId}: ${votes} votes of ${rollSize} on the roll`);
  if (tally) {
    print(`  in favour ${tally.all.inFavour}, against ${tally.all.against}, abstained ${tally.all.abstained}`);
    for (const { name, votes: have, outOf, threshold, met } of [...tally.criteria, ...(tally.quorum ? [tally.quorum] : [])]) {
      print(`  ${met ? 'met    ' : 'not met'}  ${name}: ${have} of ${outOf}, ${threshold}`);
    }
    for (const { voter, choice, reason } of tally.stripped) print(`  not counted  ${voter}: ${choice}, ${reason}`);
    print(`Counted again: ${tally.approved ? 'approved' : 'not approved'}`);
  }
  for (const difference of differences) print(sentence(difference));
}

const recountCommand = new Command('recount')
  .description('Counts a closed ballot again from its record (the query ballotRecord), and checks the record: no database, no server.')
  .argument('<file>', 'the record')
  .option('--json', 'tell it as JSON')
  .action(async (file: string, { json }: { readonly json?: boolean }) => {
    const counted = recount(recordIn(file, await textOf(file)));
    if (json) print(JSON.stringify(counted));
    else tell(counted);
    if (counted.differences.length > 0) {
      throw new CannotBeDone(`${counted.differences.length} things in ${file} are not as they should be`);
    }
    if (!json) print('Everything that was published follows from what was cast.');
  });

export const ballotCommand = new Command('ballot').description('Ballots: count one again.').addCommand(recountCommand);
