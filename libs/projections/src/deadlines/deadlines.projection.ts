import { createHash } from 'node:crypto';
import { BeyondCalendar, type DomainEvent, type EventDeclaration, type Recorded } from '@concord/kernel';
import { type DeadlineChange, type DeadlineRule, type Projection, type RowKey, rows } from '../projection.js';
import { Deadline } from './deadline.entity.js';

/** Stored for ever. */
export const DEADLINES = 'platform.deadlines';

/** Raised when this file or the table changes. */
const VERSION = 1;

/** By rule, by key. */
type Changes = ReadonlyMap<string, ReadonlyMap<string, DeadlineChange>>;

/**
 * The deadlines of all rules, as one projection. It knows nothing of what the clock did with them: that stands
 * in `fired_deadline`, which no rebuild touches.
 * @param knowsCommand whether there is a command with this name; an event that sets a deadline for another stops the projection
 */
export function deadlinesOf(rules: readonly DeadlineRule[], knowsCommand: (name: string) => boolean): Projection {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  if (byName.size < rules.length) throw new Error('Two deadline rules bear one name');
  const events: Record<string, EventDeclaration> = Object.assign({}, ...rules.map((rule) => rule.events));
  const rulesOf = new Map(Object.keys(events).map((type) => [type, rules.filter((rule) => type in rule.events)]));

  const reckon = (event: Recorded<DomainEvent>): Changes =>
    new Map(
      (rulesOf.get(event.type) ?? []).map((rule) => [
        rule.name,
        new Map(changesBy(rule, event).map((change) => ['set' in change ? change.set : change.clear, change])),
      ]),
    );
  // One event is asked about once for all its keys, and once more for each of them.
  const reckoned = new WeakMap<object, Changes>();
  const changesOf = (event: Recorded<DomainEvent>): Changes => {
    const changes = reckoned.get(event) ?? reckon(event);
    reckoned.set(event, changes);
    return changes;
  };
  return {
    name: DEADLINES,
    version: VERSION,
    tables: [
      rows<Deadline, DomainEvent>({
        entity: Deadline,
        events,
        keys: (event) => [...changesOf(event)].flatMap(([rule, changes]) => [...changes.keys()].map((key): RowKey => [rule, key])),
        evolve(row, event, key) {
          const [rule = '', name = ''] = key as readonly string[];
          const change = changesOf(event).get(rule)?.get(name);
          if (!change) return row;
          return 'clear' in change ? undefined : deadline(rule, change, event, knowsCommand);
        },
        // What the clock has done with it.
        notFromLog: ['attemptAt', 'failures', 'firedAt'],
      }),
    ],
    indexes: [
      'CREATE INDEX ON deadline ("attemptAt") WHERE "firedAt" IS NULL',
      // A new rule changes the shape of the model, so that it is built anew with the deadlines that past events have set.
      `COMMENT ON TABLE deadline IS 'rules ${createHash('sha256')
        .update(JSON.stringify([...byName.keys()].sort()))
        .digest('hex')}'`,
    ],
  };
}

/** A deadline that would lie beyond the calendar never comes: one such date of somebody must not stop the deadlines of all. */
function changesBy(rule: DeadlineRule, event: Recorded<DomainEvent>): readonly DeadlineChange[] {
  try {
    return rule.changes(event);
  } catch (error) {
    if (error instanceof BeyondCalendar) return [];
    throw error;
  }
}

function deadline(
  rule: string,
  { set, dueAt, command }: Extract<DeadlineChange, { set: string }>,
  event: Recorded<DomainEvent>,
  knowsCommand: (name: string) => boolean,
): Deadline {
  const name = command.constructor.name;
  if (!knowsCommand(name)) throw new RangeError(`The deadline ${rule} asks for a command ${name}, which no aggregate decides`);
  return {
    rule,
    key: set,
    dueAt,
    command: name,
    body: { ...command },
    cause: event.id,
    correlationId: event.metadata.correlationId,
    attemptAt: dueAt,
    failures: 0,
    firedAt: null,
  };
}
