import type { AnyAggregate, DomainEvent } from '@concord/kernel';
import type { Loaded } from './load.js';

/** An object as the last command of this process left it. */
export type Remembered = Pick<Loaded<unknown>, 'stream' | 'revision' | 'state'>;

/** Enough for the objects on which many act at once, and little memory. */
const MOST = 64;

/** The states of the objects that this process changed last. Others may have changed them since: whoever takes one has to find out. */
export class RecentStates {
  private readonly states = new Map<string, Remembered>();

  has(stream: string): boolean {
    return this.states.has(stream);
  }

  /** Takes it out: of those who decide at the same time on one object, only one can be right, and the others read. */
  take(stream: string): Remembered | undefined {
    const found = this.states.get(stream);
    this.states.delete(stream);
    return found;
  }

  keep(state: Remembered): void {
    this.states.delete(state.stream);
    this.states.set(state.stream, state);
    const [oldest] = this.states.keys();
    if (this.states.size > MOST && oldest !== undefined) this.states.delete(oldest);
  }
}

/** Folds events as they will be read: as JSON keeps them. */
export const foldRecorded = (aggregate: AnyAggregate, state: unknown, events: readonly DomainEvent[]): unknown =>
  events.reduce<unknown>((before, { type, data }) => aggregate.evolve(before, { type, data: JSON.parse(JSON.stringify(data)) }), state);
