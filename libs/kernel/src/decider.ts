import type { Actor, Permission } from './actor.js';
import type { Instant } from './calendar.js';
import type { DomainEvent, EventCatalogue } from './event.js';
import type { Concern } from './mandate.js';
import { isRejection, type Rejection } from './rejection.js';
import type { Secrets } from './secrets.js';

// biome-ignore lint/suspicious/noExplicitAny: a constructor's parameters are contravariant; nothing narrower fits every class.
export type Class<T = object> = new (...args: any[]) => T;

/** What a decision may rest on besides the command and the state; the clock comes in here. */
export interface DecisionContext<Facts = undefined> {
  readonly actor: Actor;
  readonly now: Instant;
  /** The states of other objects that the decision names, read from the log just before. */
  readonly facts: Facts;
}

/** Events, none when nothing changes, or the reason why not. */
export type Outcome<E extends DomainEvent> = readonly E[] | Rejection;

/** How another object's events become what a decision has to know of it. */
export interface Fold<State, E extends DomainEvent = DomainEvent> {
  /** `<context>.<aggregate>`: with `/` and the id, the name of a stream. Stored for ever. */
  readonly name: string;
  readonly initialState: State;
  evolve(state: State, event: E): State;
}

/** Reads another object as the log has it now. */
export type Load = <State>(fold: Fold<State, never>, id: string) => Promise<State>;

export type LoadFacts<Command, Facts, State> = (
  command: Command,
  load: Load,
  actor: Actor,
  state: State,
  secrets: Secrets,
) => Promise<Facts>;

/** One command of an aggregate: which stream it concerns and how it is decided. */
export interface Decision<State, E extends DomainEvent> {
  readonly command: Class;
  /** The field of the command that holds the object's id. */
  readonly target: string;
  readonly facts?: LoadFacts<never, unknown, never>;
  decide(command: never, state: State, context: DecisionContext<never>): Outcome<E>;
}

/** Declares a command: the field with the object's id, the rule, and the facts that the rule asks for. */
export function on<Command extends object, State, E extends DomainEvent, Facts = undefined>(
  command: Class<Command>,
  target: keyof Command & string,
  decide: (command: Command, state: State, context: DecisionContext<Facts>) => Outcome<E>,
  facts?: LoadFacts<Command, Facts, State>,
): Decision<State, E> {
  return { command, target, decide, ...(facts && { facts }) } as Decision<State, E>;
}

/** How the history of an object is shown without what stays in the log alone. */
export interface Redaction<State, E extends DomainEvent> {
  event(event: E, state: State): E;
  state(state: State): State;
}

/** A kind of object whose history is its truth: pure functions over plain data. */
export interface Aggregate<State = never, E extends DomainEvent = DomainEvent> extends Fold<State, E> {
  readonly events: EventCatalogue<E>;
  readonly decisions: readonly Decision<State, E>[];
  /**
   * Whether this reader may see the raw history and earlier states of an object. Anonymous readers are `null`.
   * What an object hides (an open ballot, a consumer's story) it hides here.
   */
  disclosedTo(state: State, reader: Actor | null, now: Instant): boolean;
  /** What nobody is shown, even of what is disclosed. Left out: all is shown. */
  readonly redaction?: Redaction<State, E>;
  /**
   * The parties and jurisdictions that the object concerns, by which mandates of auditors cover it; `first` is its first event.
   * Without it, only mandates for everything, for its kind or for itself do.
   */
  concerns?(state: State, first: E): Omit<Concern, 'stream'>;
}

export const aggregate = <State, E extends DomainEvent>(definition: Aggregate<State, E>): Aggregate<State, E> => definition;

/** Any aggregate, where its state and events do not matter. */
// biome-ignore lint/suspicious/noExplicitAny: state and events are opaque to the plumbing.
export type AnyAggregate = Aggregate<any, any>;

export const streamOf = (fold: Pick<Fold<unknown>, 'name'>, id: string): string => `${fold.name}/${id}`;

/** The id of the object to whose stream an event belongs. */
export const objectOf = ({ stream }: { readonly stream: string }): string => parseStream(stream).id;

/** The two parts of a stream's name. */
export function parseStream(stream: string): { readonly aggregate: string; readonly id: string } {
  const slash = stream.indexOf('/');
  return { aggregate: stream.slice(0, slash), id: stream.slice(slash + 1) };
}

/** The first rejection among the rules' verdicts, or undefined when all agree. */
export const firstRejection = (...verdicts: readonly (Rejection | undefined)[]): Rejection | undefined => verdicts.find(isRejection);

const permissions = new WeakMap<Class, readonly Permission[]>();

/** Declares who may issue a command. A command without it is refused by everyone's build: see the access test. */
export const IssuedBy =
  (...by: readonly Permission[]) =>
  (command: Class): void => {
    permissions.set(command, by);
  };

/** Who may issue the command; undefined when nobody has said. */
export const issuersOf = (command: Class): readonly Permission[] | undefined => permissions.get(command);

/** Closes a switch over a union: a case that is forgotten does not compile. */
export const ignored = <State>(state: State, _event: never): State => state;
