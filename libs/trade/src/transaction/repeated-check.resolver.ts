import { load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type NormTimeline, normTimeline } from '@concord/government';
import type { Position } from '@concord/kernel';
import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RepeatedCheck } from './finding.type.js';
import { repeated } from './repeated-check.js';
import type { TransactionChecked } from './transaction.events.js';
import { transactionFacts } from './transaction.facts.js';
import { Transaction } from './transaction.read-model.js';
import { requirementAt } from './watched-norm.js';

/** Histories of the transaction and of each norm are read. */
const COST = 200;

interface RecordedCheck {
  readonly record: TransactionChecked['data'];
  readonly position: Position;
}

@Resolver(() => Transaction)
export class RepeatedCheckResolver {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
  ) {}

  @ResolveField(() => RepeatedCheck, {
    nullable: true,
    complexity: ({ childComplexity }: { childComplexity: number }) => COST + childComplexity,
    description: 'Does the check again from its record, and says whether it comes out the same; null until it is done.',
  })
  async repeatedCheck(@Parent() { id }: Transaction): Promise<RepeatedCheck | null> {
    const check = await this.checkOf(id);
    if (!check) return null;
    const norms = [...new Set(check.record.requirementsConsidered.map(({ normId }) => normId))];
    const timelines = new Map(await Promise.all(norms.map(async (norm) => [norm, await this.timelineOf(norm, check.position)] as const)));
    return repeated(check.record, ({ normId, version, eId }) => {
      const timeline = timelines.get(normId);
      return timeline && requirementAt({ timeline }, version, eId);
    });
  }

  private async checkOf(id: string): Promise<RecordedCheck | undefined> {
    let check: RecordedCheck | undefined;
    await load(this.log, this.registry, transactionFacts, id, {
      seen: ({ type, data, position }) => {
        if (type === 'trade.transaction.TransactionChecked') check = { record: data as TransactionChecked['data'], position };
      },
    });
    return check;
  }

  /** The norm as the log knew it when the check was recorded. */
  private async timelineOf(norm: string, until: Position): Promise<NormTimeline> {
    const { state } = await load(this.log, this.registry, normTimeline, norm, { until });
    return state;
  }
}
