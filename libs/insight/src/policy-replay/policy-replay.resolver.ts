import { AccessRecorder } from '@concord/audit';
import { requirementOf } from '@concord/government';
import { badInput, CalledBy, type Caller, ConcordError, inMandate, live, ReadBy, Reads, RecordsItself } from '@concord/graphql';
import { type Instant, membersOf } from '@concord/kernel';
import { faultOfRequirement, type Requirement } from '@concord/rules';
import { Args, Query, Resolver, Subscription } from '@nestjs/graphql';
import { PolicyReplay, SimulateRequirementArgs } from './policy-replay.types.js';
import { recordedTrades } from './recorded-trade.js';
import { CONCERNS, type Progress, replay, type Span } from './replay.js';
import { Turns } from './turns.js';

/** Those who may see every transaction. */
const readers = membersOf('AGENCY', 'AUDITOR');

/** A query has no progress to show, and nobody can stop it. */
const MOST_IN_A_QUERY = 100_000;
const LONGEST_MS = 15 * 60_000;

const IN_SHORT =
  'Runs a draft requirement over recorded transactions, each with the facts on which it was checked. An auditor runs it over what a mandate covers. Only that it was run is recorded.';

/** @throws ConcordError FAULTY_REQUIREMENT as when the requirement is drafted */
function draftOf({ draft }: SimulateRequirementArgs): Requirement {
  const requirement = requirementOf(draft);
  const fault = faultOfRequirement(requirement);
  if (!fault) return requirement;
  const field = `draft.${fault.field}`;
  throw new ConcordError('FAULTY_REQUIREMENT', `${field}: ${fault.message}`, { field, value: fault.value, rule: 'docs/requirements.md' });
}

/** @throws ConcordError BAD_INPUT where the days are in the wrong order */
function spanOf({ over }: SimulateRequirementArgs): Span {
  const { jurisdiction, openedFrom = null, openedUntil = null, hsCode = null } = over;
  if (openedFrom && openedUntil && openedFrom > openedUntil) {
    const rule = 'not after `openedUntil`';
    throw badInput(`over.openedFrom: ${openedFrom} is after ${openedUntil}`, { field: 'over.openedFrom', value: openedFrom, rule });
  }
  return { jurisdiction, openedFrom, openedUntil, hsCode };
}

@Resolver()
export class PolicyReplayResolver {
  constructor(
    private readonly turns: Turns,
    private readonly recorder: AccessRecorder,
  ) {}

  @Query(() => PolicyReplay, {
    complexity: ({ childComplexity }: { childComplexity: number }) => 1_000 + childComplexity,
    description: `${IN_SHORT} Over at most 100,000 transactions; the subscription of this name takes any number, and shows progress.`,
  })
  @ReadBy(readers)
  @Reads(recordedTrades)
  @RecordsItself()
  async simulateRequirement(@Args() args: SimulateRequirementArgs, @CalledBy() caller: Caller): Promise<PolicyReplay> {
    let last: Progress | undefined;
    for await (const progress of this.run(args, caller)) {
      last = progress;
      if (progress.total > MOST_IN_A_QUERY) throw tooMany(progress.total);
    }
    return last as Progress;
  }

  @Subscription(() => PolicyReplay, {
    name: 'simulateRequirement',
    resolve: (progress: Progress) => progress,
    description: `${IN_SHORT} Each report tells how far it is; the last is done. It ends when it is unsubscribed from.`,
  })
  @ReadBy(readers)
  @RecordsItself()
  async watchSimulation(@Args() args: SimulateRequirementArgs, @CalledBy() caller: Caller): Promise<AsyncIterableIterator<Progress>> {
    draftOf(args);
    spanOf(args);
    return live((gone) => this.run(args, caller, gone));
  }

  private async *run(args: SimulateRequirementArgs, caller: Caller, gone?: AbortSignal): AsyncGenerator<Progress> {
    const { actor, admittedUntil } = caller;
    const draft = draftOf(args);
    const over = { ...spanOf(args), ...(actor.kind === 'AUDITOR' && { seen: inMandate(actor, CONCERNS) }) };
    await this.record(args, caller);
    const late = AbortSignal.timeout(timeLeft(admittedUntil));
    const signal = gone ? AbortSignal.any([gone, late]) : late;
    try {
      yield* this.turns.take(actor.party, (manager) => replay(manager, draft, over, signal));
    } catch (error) {
      throw late.aborted && error === late.reason ? TOO_LONG : error;
    }
  }

  /** What a replay reads is a number of transactions, and not a list: that it was run, and over what. */
  private record({ over }: SimulateRequirementArgs, caller: Caller): Promise<void> {
    const { jurisdiction, openedFrom = null, openedUntil = null, hsCode = null } = over;
    const detail = JSON.stringify({ jurisdiction, openedFrom, openedUntil, hsCode });
    return this.recorder.record(caller, { operation: 'POLICY_REPLAY', detail, mandates: caller.actor.mandates ?? [] });
  }
}

/** Milliseconds: no longer than the token lives on the strength of which it runs. */
const timeLeft = (until: Instant | null): number =>
  until === null ? LONGEST_MS : Math.min(LONGEST_MS, Math.max(0, Date.parse(until) - Date.now()));

const TOO_LONG = new ConcordError(
  'REPLAY_TOO_LONG',
  `A replay takes at most ${LONGEST_MS / 60_000} minutes, and ends with the token of its caller: ask for fewer transactions`,
  { field: 'over' },
);

const tooMany = (total: number): ConcordError =>
  new ConcordError('REPLAY_TOO_LARGE', `There are ${total} transactions to examine: subscribe to simulateRequirement instead`, {
    field: 'over',
    value: total,
    rule: `a query examines at most ${MOST_IN_A_QUERY}`,
  });
