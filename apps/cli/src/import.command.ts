import { stat } from 'node:fs/promises';
import { Decisions } from '@concord/commands';
import { type Actor, isRejection, newId } from '@concord/kernel';
import { BadDocument, BrokenFile, itemsOf, partyOfAgency, RegulationsImport, readDocument } from '@concord/modules/government';
import { RegisterParty } from '@concord/modules/identity';
import type { INestApplicationContext } from '@nestjs/common';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { CannotBeDone } from './cannot-be-done.js';
import { rollCalls } from './import-roll-calls.js';
import { print } from './print.js';
import { withPlatform } from './with-platform.js';

interface Tally {
  imported: number;
  there: number;
  readonly refused: { readonly id: string; readonly reason: string }[];
}

/** The agencies of the file take part before their norms do. */
class Agencies {
  private readonly known = new Map<string, Actor>();

  constructor(private readonly decisions: Decisions) {}

  async actingFor(agencyId: string): Promise<Actor> {
    const known = this.known.get(agencyId);
    if (known) return known;
    const party = partyOfAgency(agencyId);
    const actor: Actor = { person: 'import', party, kind: 'AGENCY', roles: ['ADMIN'] };
    const command = Object.assign(new RegisterParty(), { partyId: party, name: agencyId, jurisdiction: 'US' });
    const answer = await this.decisions.answer({ command, actor, correlationId: newId(), causationId: null });
    if (isRejection(answer) && answer.code !== 'PARTY_EXISTS')
      throw new CannotBeDone(`The agency ${agencyId} cannot be registered: ${answer.message}`);
    this.known.set(agencyId, actor);
    return actor;
  }
}

async function importFile(platform: INestApplicationContext, file: string, signal: AbortSignal): Promise<Tally> {
  const tally: Tally = { imported: 0, there: 0, refused: [] };
  const regulations = platform.get(RegulationsImport, { strict: false });
  const agencies = new Agencies(platform.get(Decisions, { strict: false }));
  const { size } = await stat(file);
  const bar = new SingleBar({ format: '{bar} {percentage}%  {documents} documents', noTTYOutput: false });
  bar.start(Math.max(1, size), 0, { documents: 0 });
  let documents = 0;
  try {
    for await (const { index, value } of itemsOf(file, (bytes) => bar.update(bytes, { documents }))) {
      signal.throwIfAborted();
      const document = readDocument(value, index);
      const result = await regulations.import(document, await agencies.actingFor(document.agencyId));
      documents++;
      if (result.outcome === 'REFUSED') tally.refused.push({ id: document.id, reason: `${result.reason.code}: ${result.reason.message}` });
      else if (result.outcome === 'IMPORTED') tally.imported++;
      else tally.there++;
      bar.increment(0, { documents });
    }
    bar.update(size, { documents });
  } finally {
    bar.stop();
  }
  return tally;
}

/** What stopped the import, as a person reads it. */
function plainly(error: unknown, file: string, { aborted }: AbortSignal): CannotBeDone | undefined {
  if (aborted) return new CannotBeDone(`Stopped on the way through ${file}. Run this again to import the rest`);
  const mend = 'What came before it is imported; repair the file and run this again';
  if (error instanceof BadDocument) return new CannotBeDone(`${file}: ${error.message}. ${mend}`);
  if (error instanceof BrokenFile) return new CannotBeDone(`${error.message}. ${mend}`);
  const isFiles = error instanceof Error && 'syscall' in error && ['stat', 'open', 'read'].includes(String(error.syscall));
  return isFiles ? new CannotBeDone(`${file} cannot be read: ${error.message}`) : undefined;
}

const regulations = new Command('regulations')
  .argument('<file>', 'documents in the JSON of the regulations.gov API, version 4: { "data": [ … ] }')
  .description('Makes norms of the documents of regulations.gov, with dockets and comment windows. A second run imports what is missing.')
  .action((file: string) =>
    withPlatform(async (platform, signal) => {
      try {
        const { imported, there, refused } = await importFile(platform, file, signal);
        print(`${imported} imported, ${there} there already, ${refused.length} refused`);
        for (const { id, reason } of refused) print(`  ${id}  ${reason}`);
      } catch (error) {
        throw plainly(error, file, signal) ?? error;
      }
    }),
  );

export const importCommand = new Command('import')
  .description('Brings in what was published elsewhere.')
  .addCommand(regulations)
  .addCommand(rollCalls);
