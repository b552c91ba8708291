import { type Access, AccessRecorder } from '@concord/audit';
import { CalledBy, type Caller, forbidden, ReadBy, Reads, RecordsItself } from '@concord/graphql';
import { type Actor, dateIn, instantOf, mandatesOverAll, membersOf, type TimeZone } from '@concord/kernel';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { coverage } from './coverage.js';
import { CoverageMapArgs, CoverageMapOutput } from './coverage-map.types.js';
import { CoverageReader } from './coverage-reader.js';
import { questionOf } from './question.js';
import { mapShown } from './shown.js';

const TRADE = 'trade.transaction';

/** Those who may see every transaction: a sum of one is one. Of auditors, those whose mandate says so. */
export const mapReaders = membersOf('AGENCY', 'AUDITOR');

/**
 * The map is made of sums over all trade, of which nothing can be left out.
 * @throws ConcordError FORBIDDEN for an auditor whose mandate does not cover all of it
 */
export function checkMandate(actor: Actor): void {
  if (actor.kind !== 'AUDITOR' || mandatesOverAll(actor, TRADE).length > 0) return;
  throw forbidden(`The coverage map sums up all trade, and ${actor.party} has no mandate for all of it`, { rule: 'docs/mandates.md' });
}

export const mapAccess = (actor: Actor, { jurisdictions }: CoverageMapArgs): Access => ({
  operation: 'COVERAGE_MAP',
  detail: jurisdictions ? jurisdictions.join() : 'all jurisdictions',
  mandates: mandatesOverAll(actor, TRADE),
});

export const todayInUtc = () => dateIn('UTC' as TimeZone, instantOf(new Date()));

@Resolver()
export class CoverageMapResolver {
  constructor(
    private readonly reader: CoverageReader,
    private readonly recorder: AccessRecorder,
  ) {}

  @Query(() => CoverageMapOutput, {
    complexity: ({ childComplexity }: { childComplexity: number }) => 1_000 + childComplexity,
    description:
      'For jurisdictions and chapters of the Harmonized System: norms in force on a day, trade, trade without a norm in force, and requirements in force that conflict. As a picture: `/coverage-map.svg`.',
  })
  @ReadBy(mapReaders)
  @Reads(coverage)
  @RecordsItself()
  async coverageMap(@Args() args: CoverageMapArgs, @CalledBy() caller: Caller): Promise<CoverageMapOutput> {
    checkMandate(caller.actor);
    await this.recorder.record(caller, mapAccess(caller.actor, args));
    return mapShown(await this.reader.map(questionOf(args, todayInUtc())));
  }
}
