import { ReadBy, Reads } from '@concord/graphql';
import { dateIn, instantOf, membersOf, type TimeZone } from '@concord/kernel';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { coverage } from './coverage.js';
import { CoverageMapArgs, CoverageMapOutput } from './coverage-map.types.js';
import { CoverageReader } from './coverage-reader.js';
import { questionOf } from './question.js';
import { mapShown } from './shown.js';

/** Those who may see every transaction: a sum of one is one. */
export const mapReaders = membersOf('AGENCY', 'AUDITOR');

export const todayInUtc = () => dateIn('UTC' as TimeZone, instantOf(new Date()));

@Resolver()
export class CoverageMapResolver {
  constructor(private readonly reader: CoverageReader) {}

  @Query(() => CoverageMapOutput, {
    complexity: ({ childComplexity }: { childComplexity: number }) => 1_000 + childComplexity,
    description:
      'For jurisdictions and chapters of the Harmonized System: norms in force on a day, trade, trade without a norm in force, and requirements in force that conflict. As a picture: `/coverage-map.svg`.',
  })
  @ReadBy(mapReaders)
  @Reads(coverage)
  async coverageMap(@Args() args: CoverageMapArgs): Promise<CoverageMapOutput> {
    return mapShown(await this.reader.map(questionOf(args, todayInUtc())));
  }
}
