import type { CalendarDate } from '@concord/kernel';
import { countriesOf, jurisdictionsOf } from '@concord/reference-data';
import type { Pair, PlacedRequirement } from '@concord/rules';
import { requirementsInForce } from '@concord/trade';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Conflicts } from './conflicts.js';
import { type CoverageMap, concern, drawn, type NormInForce } from './coverage-map.js';
import { CoveringNorm } from './covering-norm.js';
import { type Flow, Gaps } from './gap.js';
import { type Days, periodsIn } from './period.js';
import { TradeSums, type Uncovered } from './trade-sums.js';

/** What a map is asked for. */
export interface CoverageQuestion {
  readonly on: CalendarDate;
  readonly days: Days;
  /** Null: all. */
  readonly jurisdictions: readonly string[] | null;
}

const isInForce = ({ reach }: Pick<CoveringNorm, 'reach'>, on: CalendarDate): boolean =>
  reach.some(({ from, until }) => from <= on && (until === null || on < until));

/** Flows with the same days without a norm are counted together. */
function uncoveredOf(flows: readonly Flow[], gaps: Gaps, days: Days): readonly Uncovered[] {
  const groups = new Map<string, { readonly flows: Flow[]; readonly days: readonly Days[] }>();
  for (const flow of flows) {
    const left = gaps.daysWithout(flow, days);
    if (left.length === 0) continue;
    const key = JSON.stringify(left);
    const group = groups.get(key) ?? { flows: [], days: left };
    groups.set(key, group);
    group.flows.push(flow);
  }
  return [...groups.values()].map((group) => ({ flows: group.flows, periods: group.days.flatMap(periodsIn) }));
}

/** Answers what the coverage map is on a day. */
@Injectable()
export class CoverageReader {
  private readonly conflicts = new Conflicts();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async map({ on, days, jurisdictions }: CoverageQuestion): Promise<CoverageMap> {
    const norms = await this.norms(jurisdictions);
    const sums = new TradeSums(this.dataSource, jurisdictions);
    const periods = periodsIn(days);
    const groups = uncoveredOf(await sums.flows(periods), new Gaps(norms), days);
    const [volumes, uncovered] = [await sums.byChapter(periods), await sums.uncovered(groups)];
    const concerns = ([first, second]: Pair): boolean =>
      jurisdictions === null || jurisdictions.some((asked) => concern(first.jurisdiction, asked) || concern(second.jurisdiction, asked));
    const found = await this.conflicts.among(await this.requirements(on), on, concerns);
    const inForce: readonly NormInForce[] = norms.filter((norm) => isInForce(norm, on));
    return drawn({ on, days, asked: jurisdictions, norms: inForce, volumes, uncovered, found });
  }

  /** Norms that are, were or will be in force where it is asked about: of a country, those of its bloc; of a bloc, those of its members. */
  private norms(jurisdictions: readonly string[] | null): Promise<readonly Omit<CoveringNorm, 'timeline'>[]> {
    const found = this.dataSource
      .getRepository(CoveringNorm)
      .createQueryBuilder('norm')
      .select(['norm.id', 'norm.jurisdiction', 'norm.titles', 'norm.hsCodes', 'norm.reach', 'norm.demands'])
      .where(`norm.reach <> '[]'`)
      .orderBy('norm.id');
    if (jurisdictions) {
      const places = [...new Set(jurisdictions.flatMap((place) => [...jurisdictionsOf(place), ...countriesOf(place)]))];
      found.andWhere('norm.jurisdiction = ANY(:places)', { places });
    }
    return found.getMany();
  }

  /** Every requirement in force on the day, wherever: a conflict may be with the norm of the other side. */
  private async requirements(on: CalendarDate): Promise<readonly PlacedRequirement[]> {
    const found = this.dataSource
      .getRepository(CoveringNorm)
      .createQueryBuilder('norm')
      .where(`norm.demands AND norm.reach <> '[]'`)
      .orderBy('norm.id');
    const norms = await found.getMany();
    return norms.filter((norm) => isInForce(norm, on)).flatMap((norm) => requirementsInForce(norm, on));
  }
}
