import { type Actor, PLATFORM, permits } from '../actor.js';
import type { Instant } from '../calendar.js';
import { type Aggregate, type Class, type DecisionContext, issuersOf } from '../decider.js';
import type { DomainEvent } from '../event.js';
import { isRejection, type Rejection } from '../rejection.js';

/** The clock of a test that names none. */
export const TEST_NOW = '2026-03-01T12:00:00.000Z' as Instant;

export interface Circumstances {
  /** Who issues the command; when left out, somebody of the first kind that may. */
  readonly actor?: Actor;
  readonly now?: Instant;
  /** What the command handler would have read of other objects. */
  readonly facts?: unknown;
}

export interface Given<E extends DomainEvent> {
  /** Decides the command. Fails where the aggregate does not know it or the actor may not issue it. */
  when(command: object, circumstances?: Circumstances): When<E>;
}

/** What was decided; each expectation gives back the history with the new events, so that a story goes on. */
export interface When<E extends DomainEvent> {
  /** Exactly these events, in this order. */
  then(...events: readonly E[]): Given<E>;
  thenNothing(): Given<E>;
  /** Refused with this code, and this field where one is given. */
  thenRejected(code: string, field?: string): Given<E>;
}

/**
 * The history of an object, to hold a decider to its rule: `given(norm, drafted).when(new PublishNorm(…)).then(published)`.
 * State and events are frozen, so that a decider that changes what it was given fails.
 */
export function given<State, E extends DomainEvent>(aggregate: Aggregate<State, E>, ...events: readonly E[]): Given<E> {
  const state = frozen(events).reduce((before, event) => frozen(aggregate.evolve(before, event)), frozen(aggregate.initialState));
  return {
    when(command, { actor, now = TEST_NOW, facts } = {}) {
      const { decide } = decisionOn(aggregate, command);
      const context = { actor: actorFor(command, actor), now, facts } as DecisionContext<never>;
      const outcome = decide(command as never, state, context);
      const expectEvents = (expected: readonly E[]): Given<E> => {
        if (isRejection(outcome)) throw new Error(`${command.constructor.name} was refused: ${sentence(outcome)}`);
        expect(outcome).toEqual(expected);
        for (const { type } of outcome) expect(Object.keys(aggregate.events)).toContain(type);
        return given(aggregate, ...events, ...outcome);
      };
      return {
        // biome-ignore lint/suspicious/noThenProperty: the word of the method; nothing awaits it.
        then: (...expected) => expectEvents(expected),
        thenNothing: () => expectEvents([]),
        thenRejected(code, field) {
          expect(isRejection(outcome) ? outcome.code : { decided: outcome }).toEqual(code);
          if (field !== undefined) expect((outcome as Rejection).detail.field).toBe(field);
          return given(aggregate, ...events);
        },
      };
    },
  };
}

function decisionOn<State, E extends DomainEvent>({ name, decisions }: Aggregate<State, E>, command: object) {
  const found = decisions.find((decision) => decision.command === command.constructor);
  if (found) return found;
  throw new Error(`${name} has no decision on ${command.constructor.name}, only on ${decisions.map((d) => d.command.name).join(', ')}`);
}

function actorFor(command: object, actor: Actor | undefined): Actor {
  const by = issuersOf(command.constructor as Class);
  const kind = by?.[0]?.kinds[0];
  if (!by || !kind) throw new Error(`${command.constructor.name} does not say who may issue it: @IssuedBy is missing`);
  if (!actor) return kind === 'PLATFORM' ? PLATFORM : { person: 'somebody', party: 'a-party', kind, roles: by[0]?.roles ?? [] };
  if (permits(by, actor)) return actor;
  throw new Error(`${command.constructor.name} is not for ${actor.kind} ${actor.roles.join(', ')}; it is for ${JSON.stringify(by)}`);
}

const sentence = ({ code, message, detail }: Rejection): string => `${code}, ${message} ${JSON.stringify(detail)}`;

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
