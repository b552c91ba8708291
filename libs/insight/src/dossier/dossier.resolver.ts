import { CalledBy, type Caller, ReadBy, Reads, RecordsItself } from '@concord/graphql';
import { START } from '@concord/kernel';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { DossierArgs, ShownDossier, shownDossier } from './dossier.types.js';
import { dossierReaders } from './dossier-kind.js';
import { dossiers } from './dossier-part.js';
import { DossierReader } from './dossier-reader.js';

/** Up to 1,000 histories are read. */
const COST = 1_000;

@Resolver()
export class DossierResolver {
  constructor(private readonly reader: DossierReader) {}

  @Query(() => ShownDossier, {
    complexity: ({ first, childComplexity }: { first?: number; childComplexity: number }) => COST + (first ?? 1) * childComplexity,
    description:
      'The dossier of a transaction or a complaint (for its parties, agencies and auditors), of an enterprise (for itself, agencies and auditors) or of a norm. What governed a transaction stands in it as it was when that was checked.',
  })
  @ReadBy(dossierReaders)
  @Reads(dossiers)
  @RecordsItself()
  async dossier(@Args() args: DossierArgs, @CalledBy() caller: Caller): Promise<ShownDossier> {
    const { kind, id, first, after = START, since = START, phase = null, withProofs = false } = args;
    return shownDossier(await this.reader.open({ kind, id, first, after, since, phase, withProofs }, caller));
  }
}
