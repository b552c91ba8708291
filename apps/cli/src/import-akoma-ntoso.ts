import { writeFile } from 'node:fs/promises';
import { Decisions } from '@concord/commands';
import { type Actor, isRejection, newId, type TimeZone, timeZone } from '@concord/kernel';
import { AkomaNtosoImport, mergedWork, notHeldOf, notHeldOfMerged, type ReadFile, type Work, worksIn } from '@concord/modules/government';
import { RegisterParty } from '@concord/modules/identity';
import { isJurisdiction, JURISDICTION_RULE } from '@concord/reference-data';
import type { INestApplicationContext } from '@nestjs/common';
import { Command, InvalidArgumentError } from 'commander';
import { readFiles } from './akoma-ntoso-files.js';
import { CannotBeDone } from './cannot-be-done.js';
import { print } from './print.js';
import { withPlatform } from './with-platform.js';

interface Options {
  readonly agency: string;
  readonly jurisdiction?: string;
  readonly zone: TimeZone;
  readonly report?: string;
}

function zoneNamed(text: string): TimeZone {
  try {
    return timeZone(text);
  } catch {
    throw new InvalidArgumentError('It has to be a name of the IANA time zone database, such as Africa/Nairobi.');
  }
}

function jurisdictionNamed(text: string): string {
  if (!isJurisdiction(text)) throw new InvalidArgumentError(`${JURISDICTION_RULE}.`);
  return text;
}

/** The agency takes part before its norms do. */
async function agencyNamed(platform: INestApplicationContext, { agency, jurisdiction }: Options): Promise<Actor> {
  const actor: Actor = { person: 'import', party: agency, kind: 'AGENCY', roles: ['ADMIN'] };
  if (jurisdiction === undefined) return actor;
  const command = Object.assign(new RegisterParty(), { partyId: agency, name: agency, jurisdiction });
  const answer = await platform.get(Decisions, { strict: false }).answer({ command, actor, correlationId: newId(), causationId: null });
  if (!isRejection(answer) || answer.code === 'PARTY_EXISTS') return actor;
  throw new CannotBeDone(`The agency ${agency} cannot be registered: ${answer.message}`);
}

/** All that the norms do not hold of the files: what no reading keeps, with its line, and what has no place in a norm. */
function* notKept(files: readonly ReadFile[], works: readonly Work[]): Generator<object> {
  for (const { file, unsupported } of files) for (const item of unsupported) yield { file, ...item };
  for (const work of works) {
    for (const document of work.expressions) {
      for (const item of notHeldOf(document)) yield { work: work.uri, language: document.language, ...item };
    }
    const merged = mergedWork(work);
    if (!isRejection(merged)) for (const item of notHeldOfMerged(merged)) yield { work: work.uri, ...item };
  }
}

async function importFiles(
  platform: INestApplicationContext,
  paths: readonly string[],
  options: Options,
  signal: AbortSignal,
): Promise<void> {
  const { read, refused: unread } = await readFiles(paths);
  const works = worksIn(read);
  const agency = await agencyNamed(platform, options);
  const terms = { zone: options.zone, jurisdiction: options.jurisdiction ?? null };
  const tally = { IMPORTED: 0, THERE_ALREADY: 0 };
  const refused = unread.map(({ file, reason }) => ({ what: file, reason }));
  for (const work of works) {
    signal.throwIfAborted();
    const result = await platform.get(AkomaNtosoImport, { strict: false }).import(work, agency, terms);
    if (result.outcome === 'REFUSED') refused.push({ what: work.uri, reason: result.reason });
    else tally[result.outcome]++;
  }
  print(`${tally.IMPORTED} imported, ${tally.THERE_ALREADY} there already, ${refused.length} refused`);
  for (const { what, reason } of refused) print(`  ${what}  ${reason.code}: ${reason.message}`);
  const lines = [...notKept(read, works)].map((item) => `${JSON.stringify(item)}\n`);
  if (options.report !== undefined) await writeFile(options.report, lines.join(''));
  print(
    `${lines.length} details of the files are not in the norms; ${options.report ?? 'name a file with --report, and it'} lists each of them`,
  );
}

export const akomaNtoso = new Command('akoma-ntoso')
  .argument('<path...>', 'files of Akoma Ntoso 3.0, or folders of them (*.xml, *.akn)')
  .description(
    'Makes norms of legal documents; those of one work in several languages become one norm. A second run imports what is missing.',
  )
  .requiredOption('--agency <party>', 'the agency in whose name the norms are made')
  .requiredOption('--zone <name>', 'the IANA time zone in which their days begin', zoneNamed)
  .option(
    '--jurisdiction <code>',
    'where they bind, in place of the country that each names; registers the agency there if need be',
    jurisdictionNamed,
  )
  .option('--report <file>', 'writes all that is not kept to this file, as JSON Lines')
  .action((paths: string[], options: Options) =>
    withPlatform(async (platform, signal) => {
      try {
        await importFiles(platform, paths, options, signal);
      } catch (error) {
        if (signal.aborted) throw new CannotBeDone('Stopped on the way. Run this again to import the rest');
        const isOfFiles = error instanceof Error && 'syscall' in error && 'path' in error;
        throw isOfFiles ? new CannotBeDone(`${String(error.path)}: ${error.message}`) : error;
      }
    }),
  );
