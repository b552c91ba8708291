import type { ProcedureEvent } from '@concord/consumer';
import type { Fold } from '@concord/kernel';

/** A version of an agency's procedure for complaints. */
export interface ProcedureVersion {
  readonly id: string;
  readonly version: number;
}

/** A complaint records the procedure that it names in the words of its deadline alone. */
const NAMED = /procedure ([a-z0-9-]{2,64}), version (\d{1,9})$/;

export function procedureNamedIn(deadlineRule: string): ProcedureVersion | undefined {
  const [, id, version] = NAMED.exec(deadlineRule) ?? [];
  return id === undefined ? undefined : { id, version: Number(version) };
}

/** Reads the procedure as it was at a version; null where there is none. */
export const procedureAt = (asked: number): Fold<object | null, ProcedureEvent> => ({
  name: 'consumer.procedure',
  initialState: null,
  evolve(state, { type, data }) {
    if (type === 'consumer.procedure.ProcedureAdopted') return { version: 1, ...data };
    return data.version <= asked ? { ...state, ...data } : state;
  },
});
