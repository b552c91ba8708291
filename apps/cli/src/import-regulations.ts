import { stat } from 'node:fs/promises';
import { Decisions } from '@concord/commands';
import { type Actor, isRejection, newId } from '@concord/kernel';
import {
  BadDocument,
  BrokenFile,
  type Imported,
  itemsOf,
  partyOfAgency,
  RegulationsImport,
  readDocket,
  readDocument,
  typeOfItem,
} from '@concord/modules/government';
import { RegisterParty } from '@concord/modules/identity';
import type { INestApplicationContext } from '@nestjs/common';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { CannotBeDone } from './cannot-be-done.js';
import { Lines } from './lines.js';
import { print } from './print.js';
import { sideBySide } from './side-by-side.js';
import { withPlatform } from './with-platform.js';

interface Tally {
  imported: number;
  there: number;
  readonly remarks: { readonly id: string; readonly remark: string }[];
  readonly refused: { readonly id: string; readonly reason: string }[];
}

/** Items on which work goes on at once: the commands about one follow each other, those about different ones reach the log together. */
const AT_ONCE = 16;

/** The agencies of the file take part before their norms do. */
class Agencies {
  private readonly known = new Map<string, Promise<Actor>>();

  constructor(private readonly decisions: Decisions) {}

  actingFor(agencyId: string): Promise<Actor> {
    const known = this.known.get(agencyId) ?? this.register(agencyId);
    this.known.set(agencyId, known);
    return known;
  }

  private async register(agencyId: string): Promise<Actor> {
    const party = partyOfAgency(agencyId);
    const actor: Actor = { person: 'import', party, kind: 'AGENCY', roles: ['ADMIN'] };
    const command = Object.assign(new RegisterParty(), { partyId: party, name: agencyId, jurisdiction: 'US' });
    const answer = await this.decisions.answer({ command, actor, correlationId: newId(), causationId: null });
    if (isRejection(answer) && answer.code !== 'PARTY_EXISTS')
      throw new CannotBeDone(`The agency ${agencyId} cannot be registered: ${answer.message}`);
    return actor;
  }
}

/** An item of a file that was read: what concerns one docket is done in the order of the file. */
interface Item {
  readonly id: string;
  readonly agencyId: string;
  readonly docket: string;
  readonly work: (regulations: RegulationsImport, agency: Actor) => Promise<Imported>;
}

function readItem(value: unknown, index: number): Item {
  const type = typeOfItem(value);
  if (type === 'dockets') {
    const docket = readDocket(value, index);
    const { id, agencyId } = docket;
    return { id, agencyId, docket: id, work: (regulations, agency) => regulations.describe(docket, agency) };
  }
  if (type !== 'documents') throw new BadDocument(index, 'type', type, '"documents" or "dockets"');
  const document = readDocument(value, index);
  const { id, agencyId, docketId } = document;
  return { id, agencyId, docket: docketId ?? id, work: (regulations, agency) => regulations.import(document, agency) };
}

/** Read one after the other, so that nothing behind a broken item is taken up. */
async function* itemsIn(file: string, progress: (bytes: number) => void): AsyncGenerator<Item> {
  for await (const { index, value } of itemsOf(file, progress)) yield readItem(value, index);
}

async function importFile(platform: INestApplicationContext, file: string, signal: AbortSignal): Promise<Tally> {
  const tally: Tally = { imported: 0, there: 0, refused: [], remarks: [] };
  const regulations = platform.get(RegulationsImport, { strict: false });
  const agencies = new Agencies(platform.get(Decisions, { strict: false }));
  const lines = new Lines();
  const { size } = await stat(file);
  const bar = new SingleBar({ format: '{bar} {percentage}%  {documents} documents', noTTYOutput: false });
  bar.start(Math.max(1, size), 0, { documents: 0 });
  let documents = 0;
  try {
    await sideBySide(
      itemsIn(file, (bytes) => bar.update(bytes, { documents })),
      AT_ONCE,
      async ({ id, agencyId, docket, work }) => {
        signal.throwIfAborted();
        const agency = await agencies.actingFor(agencyId);
        const result = await lines.wait(docket, () => work(regulations, agency));
        if (result.outcome === 'REFUSED') tally.refused.push({ id, reason: `${result.reason.code}: ${result.reason.message}` });
        else if (result.outcome === 'IMPORTED') tally.imported++;
        else tally.there++;
        if (result.outcome !== 'REFUSED' && result.remark) tally.remarks.push({ id, remark: result.remark });
        bar.increment(0, { documents: ++documents });
      },
    );
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

export const regulations = new Command('regulations')
  .argument('<file>', 'documents or dockets in the JSON of the regulations.gov API, version 4: { "data": [ … ] }')
  .description('Makes norms and dockets of what is on regulations.gov. A second run imports what is missing.')
  .action((file: string) =>
    withPlatform(async (platform, signal) => {
      try {
        const { imported, there, refused, remarks } = await importFile(platform, file, signal);
        print(`${imported} imported, ${there} there already, ${refused.length} refused`);
        for (const { id, reason } of refused) print(`  ${id}  ${reason}`);
        for (const { id, remark } of remarks) print(`  ${id}  ${remark}`);
      } catch (error) {
        throw plainly(error, file, signal) ?? error;
      }
    }),
  );
