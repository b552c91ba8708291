import type { Loaded, LoadOptions } from '@concord/commands';
import type { Fold, RecordedEvent } from '@concord/kernel';
import type { FieldPath } from './field-path.js';

/** Something on which a state rests: a finding, a norm, evidence, a deadline. */
export interface Ground {
  /** What it is, as a word: `FINDING`, `NORM`, `EVIDENCE`. */
  readonly kind: string;
  /** In one sentence, for people. */
  readonly says: string;
  /** The object in which it stands, where it is one. */
  readonly stream?: string;
  /** In full, for machines. */
  readonly data?: unknown;
  /** Its object exists, and is not disclosed to who asks. */
  readonly withheld?: boolean;
  /** What it rests on itself. */
  readonly grounds?: readonly Ground[];
}

/** What is asked: why a value of an object is as it is. */
export interface Question<Facts> {
  readonly id: string;
  readonly stream: string;
  /** None: the whole object. */
  readonly path: FieldPath;
  /** The last event that changed the value; null where none did. */
  readonly cause: RecordedEvent | null;
  readonly facts: Facts;
}

/** Other objects, each as far as it is disclosed to who asks. */
export interface Sources {
  /** Null where it is withheld. */
  read<State>(fold: Fold<State, never>, id: string, options?: LoadOptions): Promise<Loaded<State> | null>;
}

/** How the objects of one kind explain themselves, beyond the events that made them so. */
export interface Explainer<Facts> {
  /** `<context>.<aggregate>` */
  readonly aggregate: string;
  readonly initial: Facts;
  /** Gathers from the history, event by event in today's shape, what the grounds rest on. */
  evolve(facts: Facts, event: RecordedEvent): Facts;
  /** What can be asked about beside the members of the state, which go before those of the same name. */
  told(facts: Facts): object;
  grounds(question: Question<Facts>, sources: Sources): Promise<readonly Ground[]>;
}

/** Any of them, where what it gathers does not matter. */
// biome-ignore lint/suspicious/noExplicitAny: facts are opaque to the plumbing.
export type AnyExplainer = Explainer<any>;

/** Types what an explainer gathers; at run time it changes nothing. */
export const explainer = <Facts>(definition: Explainer<Facts>): AnyExplainer => definition;

/** Whether a question is about one of these members, or about the whole object. */
export const isAbout = ({ path }: { readonly path: FieldPath }, ...members: readonly string[]): boolean =>
  path[0] === undefined || members.includes(path[0]);
