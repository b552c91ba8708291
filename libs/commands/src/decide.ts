import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { EVENT_LOG, EventIdReused, type EventLog, WrongExpectedRevision } from '@concord/event-log';
import {
  canonicalJson,
  confidentialSubjectOf,
  type DecisionContext,
  type DomainEvent,
  derivedId,
  type EventMetadata,
  type Instant,
  instantOf,
  isRejection,
  issuersOf,
  type Load,
  newId,
  type Outcome,
  type ProposedEvent,
  permits,
  type RecordedEvent,
  type Rejection,
  reject,
  type Secrets,
  streamOf,
} from '@concord/kernel';
import { NO_SECRETS, SECRETS, SecretDestroyed } from '@concord/secrets';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { measured } from './command-metrics.js';
import type { Answer, Issue } from './issue.js';
import { type Loaded, load } from './load.js';
import { OneAtATime } from './one-at-a-time.js';
import { foldRecorded, RecentStates, type Remembered } from './recent-states.js';
import { Registry, type Route } from './registry.js';
import { sealOutcome } from './seal-outcome.js';
import { STANDING, type Standing, type StandingCheck } from './standing.js';

/** How often a command that lost a race is decided anew before its caller is asked to come again. */
const ATTEMPTS = 100;
/** Milliseconds, at most, that it steps back between: two nodes in the same rhythm would let one of them lose every time. */
const STEP_BACK = 4;

/** The digest of a command whose key is gone: equal to none that was recorded. Nothing confidential is decided any more about its object. */
const UNKNOWABLE = 'unknowable';

/** What is asked, whoever asks. */
interface Asked {
  readonly issue: Issue;
  readonly route: Route;
  readonly command: object;
  readonly id: string;
  readonly commandId: string;
  /** Made when it is first asked for: of a command that is refused, nothing confidential is kept, and no key is made. */
  readonly commandDigest: () => Promise<string>;
  readonly now: Instant;
}

/** What stays the same in every attempt at one command. */
interface Task extends Asked {
  readonly standing: Standing;
}

/** An object, and the last event of it that this same command has made before. */
interface History {
  readonly loaded: Loaded<unknown>;
  readonly before: RecordedEvent | undefined;
}

/** Runs every decider: load the stream, fold, decide, append at that revision, answer with a receipt. */
@Injectable()
export class Decisions {
  private readonly queue = new OneAtATime();
  private readonly recent = new RecentStates();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    @Optional() @Inject(STANDING) private readonly standing: StandingCheck | undefined,
    @Optional() @Inject(SECRETS) private readonly secrets: Secrets = NO_SECRETS,
  ) {}

  /** Whoever may issue the command, and what it says of the object, decides the answer; faults of the log are thrown. */
  answer(issue: Issue): Promise<Answer> {
    const route = this.registry.routeOf(issue.command);
    return measured(route.command.name, () => this.admit(issue, route));
  }

  private async admit(issue: Issue, route: Route): Promise<Answer> {
    const name = route.command.name;
    if (!permits(issuersOf(route.command) ?? [], issue.actor)) {
      return reject('FORBIDDEN', `${issue.actor.kind} ${issue.actor.party} may not issue ${name} in the roles it holds`, {
        rule: 'access',
      });
    }
    const { idempotencyKey: key, actor } = issue;
    const commandId = key === undefined ? newId() : derivedId('command', actor.party, key);
    const { target } = route.decision;
    const id = (issue.command as Record<string, string | undefined>)[target] ?? derivedId('object', commandId);
    const command = Object.assign(Object.create(route.command.prototype as object) as object, issue.command, { [target]: id });
    const commandDigest = once(() => this.digestOf(route, issue));
    const asked: Asked = { issue, route, command, id, commandId, commandDigest, now: instantOf(new Date()) };
    // What the command is about is looked up while the party is: neither waits for the other.
    const begun = this.recent.has(streamOf(route.aggregate, id)) ? undefined : this.read(asked);
    // Whoever is refused for another reason does not hear of its failure.
    begun?.catch(() => undefined);
    const standing = (await this.standing?.standingOf(actor, issue.command)) ?? { jurisdiction: null };
    if (isRejection(standing)) return standing;
    const task: Task = { ...asked, standing };
    return (await this.attempt(task, begun)) ?? this.queue.run(streamOf(route.aggregate, id), () => this.tryAgain(task));
  }

  /** Tells one body from another. It stays in the log, where nobody may try bodies against that of a confidential command. */
  private async digestOf({ command }: Route, { command: body, actor }: Issue): Promise<string> {
    const text = canonicalJson([command.name, body]);
    const subject = confidentialSubjectOf(command, body, actor);
    if (subject === undefined) return createHash('sha256').update(text).digest('base64url');
    return this.secrets.digest(subject, text).catch((error: unknown) => {
      if (error instanceof SecretDestroyed) return UNKNOWABLE;
      throw error;
    });
  }

  /** Those that lost a race stand in line, so that they do not race each other as well. */
  private async tryAgain(task: Task): Promise<Answer> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const answer = await this.attempt(task);
      if (answer) return answer;
      await pause(Math.random() * STEP_BACK);
    }
    return reject('CONTENTION', `${task.id} is being changed by many at once; please issue ${task.route.command.name} again`);
  }

  private async read({ route, id, commandId }: Asked): Promise<History> {
    const earlier: RecordedEvent[] = [];
    const seen = (event: RecordedEvent) => {
      if (event.metadata.commandId === commandId) earlier.push(event);
    };
    const loaded = await load(this.log, this.registry, route.aggregate, id, { seen });
    return { loaded, before: earlier.at(-1) };
  }

  /**
   * The answer, or undefined when another command was faster.
   * @param begun a reading of the object that is under way already
   */
  private async attempt(task: Task, begun?: Promise<History>): Promise<Answer | undefined> {
    try {
      return (await this.attemptFromMemory(task)) ?? (await this.decideAndAppend(task, await (begun ?? this.read(task))));
    } catch (error) {
      if (error instanceof EventIdReused) return this.recorded(task);
      if (error instanceof WrongExpectedRevision) return undefined;
      if (error instanceof SecretDestroyed) return erased(error);
      throw error;
    }
  }

  /**
   * Decides on the state that this process left behind, if it has one. Only an append proves that nothing has happened
   * since, and that the command is new; whatever else comes of it is no answer yet.
   */
  private async attemptFromMemory(task: Task): Promise<Answer | undefined> {
    const { issue, route, id, command } = task;
    const last = this.recent.take(streamOf(route.aggregate, id));
    if (!last || (issue.expectedRevision !== undefined && issue.expectedRevision !== last.revision)) return undefined;
    const outcome = await this.decide(task, command, last.state);
    if (isRejection(outcome) || outcome.length === 0) return undefined;
    try {
      return await this.append(task, last, outcome);
    } catch (error) {
      if (error instanceof EventIdReused || error instanceof WrongExpectedRevision) return undefined;
      throw error;
    }
  }

  /** @throws WrongExpectedRevision when another command was faster. */
  private async decideAndAppend(task: Task, { loaded, before }: History): Promise<Answer> {
    const { issue, id, command } = task;
    if (before) return repeated(task, before);

    if (issue.expectedRevision !== undefined && issue.expectedRevision !== loaded.revision) return stale(task, loaded);
    const outcome = await this.decide(task, command, loaded.state);
    if (isRejection(outcome)) return outcome;
    if (outcome.length === 0) return accepted(id, loaded);

    return this.append(task, loaded, outcome);
  }

  /** The same command, issued elsewhere at the same moment, was faster; what both sealed differs. Or the key is that of another one. */
  private async recorded(task: Task): Promise<Answer> {
    const { before } = await this.read(task);
    return before ? repeated(task, before) : keyReused(task);
  }

  private async append(task: Task, { stream, revision, state }: Remembered, outcome: readonly DomainEvent[]): Promise<Answer> {
    const { aggregate } = task.route;
    const events = await sealOutcome(this.secrets, aggregate, task.id, state, outcome);
    const appended = await this.log.append(stream, revision, propose(task, events, await task.commandDigest()));
    const { revision: last, replayed } = appended;
    if (!replayed) this.recent.keep({ stream, revision: last, state: foldRecorded(aggregate, state, events) });
    return accepted(task.id, appended);
  }

  private async decide({ route, issue, now }: Task, command: object, state: unknown): Promise<Outcome<DomainEvent>> {
    const { decision } = route;
    const loadState: Load = async (fold, id) => (await load(this.log, this.registry, fold, id)).state;
    const facts = await decision.facts?.(command as never, loadState, issue.actor, state as never, this.secrets);
    const context: DecisionContext<unknown> = { actor: issue.actor, now, facts };
    return decision.decide(command as never, state, context as never);
  }
}

/** Only what may be asked for again needs ids that come out the same: others are made fresh, which spares a store looking for them. */
function propose(task: Task, events: readonly DomainEvent[], commandDigest: string): ProposedEvent[] {
  const { issue, route, commandId, now, standing } = task;
  return events.map((event, index) => {
    const declaration = route.aggregate.events[event.type];
    if (!declaration) throw new Error(`${route.aggregate.name} decided ${event.type}, which it does not declare`);
    const metadata: EventMetadata = {
      party: issue.actor.party,
      actor: issue.actor.person,
      phase: declaration.phase,
      correlationId: issue.correlationId,
      causationId: issue.causationId,
      occurredAt: now,
      jurisdiction: standing.jurisdiction,
      commandId,
      commandDigest,
    };
    const id = issue.idempotencyKey === undefined ? newId() : derivedId('event', commandId, index);
    return { id, type: event.type, schemaVersion: declaration.version, data: event.data, metadata };
  });
}

const accepted = (id: string, { stream, revision, position }: Pick<RecordedEvent, 'stream' | 'revision' | 'position'>): Answer => ({
  id,
  receipt: { stream, revision, position },
});

const repeated = async (task: Task, before: RecordedEvent): Promise<Answer> =>
  before.metadata.commandDigest === (await task.commandDigest()) ? accepted(task.id, before) : keyReused(task);

/** Does it when it is first asked for, and never again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

const stale = ({ issue, id }: Task, { revision }: Loaded<unknown>): Rejection =>
  reject('STALE_REVISION', `${id} is at revision ${revision}, and the command expects ${issue.expectedRevision}: read it again`, {
    field: 'expectedRevision',
    value: issue.expectedRevision,
  });

const erased = ({ subject }: SecretDestroyed): Rejection =>
  reject('KEY_DESTROYED', `The key of ${subject} was destroyed, and nothing more can be kept under it`, { rule: 'docs/personal-data.md' });

const keyReused = ({ issue }: Task): Rejection =>
  reject('IDEMPOTENCY_KEY_REUSED', `The idempotency key ${issue.idempotencyKey ?? ''} has been used for another command`, {
    field: 'Idempotency-Key',
    value: issue.idempotencyKey,
  });
