import { type Answer, type Decisions, type Issue } from '@concord/commands';
import type { EventLog } from '@concord/event-log';
import { type Class, type DomainEvent, isRejection, PLATFORM, type Recorded, type RecordedEvent } from '@concord/kernel';
import type { Pool } from 'pg';
import type { State } from '../projection.js';
import type { Model } from '../tables/model.js';
import type { EventRef } from './checkpoint.js';
import { eventAt } from './event-at.js';
import { isDataFault, isPassing, PassingFault, PoisonEvent } from './faults.js';
import { lifted } from './fold.js';
import type { RuntimeLog } from './log.js';

/** Issues a command; what `Decisions` does. */
export type IssuePlatformCommand = (issue: Issue) => Promise<Answer>;

export const issuing =
  (decisions: Pick<Decisions, 'answer'>): IssuePlatformCommand =>
  (issue) =>
    decisions.answer(issue);

/**
 * Lets a process manager act on an event. Its tables stand, committed, exactly behind that event, and nobody moves them on
 * until the commands are issued; no transaction is open meanwhile, so nothing waits for a connection that waits for us.
 */
export class Reactions {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    private readonly issue: IssuePlatformCommand,
    private readonly runtimeLog: RuntimeLog,
  ) {}

  /** The event that a worker before us was reacting to. */
  async recall(ref: EventRef): Promise<RecordedEvent> {
    const event = await eventAt(this.log, ref);
    if (event) return event;
    throw new Error(`The event ${ref.eventId} is not at revision ${ref.revision} of ${ref.stream}`);
  }

  /** @throws PoisonEvent when the process manager cannot handle the event; faults that may pass as they are */
  async react(model: Model, recorded: RecordedEvent): Promise<void> {
    try {
      const event = lifted(model, recorded);
      const commands = (await model.manager?.react(event, this.stateOf(model))) ?? [];
      for (const [index, command] of commands.entries()) await this.issueOne(model.name, event, command, index);
    } catch (error) {
      throw isPassing(error) ? error : new PoisonEvent(recorded, error);
    }
  }

  private async issueOne(name: string, event: Recorded<DomainEvent>, command: object, index: number): Promise<void> {
    const answer = await this.issue({
      command,
      actor: PLATFORM,
      correlationId: event.metadata.correlationId,
      causationId: event.id,
      // Stored for ever, in the ids of what it leads to: another form would issue everything twice.
      idempotencyKey: `${name}/${event.id}/${index}`,
    });
    if (!isRejection(answer)) return;
    const { code, message } = answer;
    this.runtimeLog.warn(
      { projection: name, eventId: event.id, command: command.constructor.name, code },
      `A command was refused: ${message}`,
    );
  }

  private stateOf(model: Model): State {
    const find = async <Row extends object>(entity: Class<Row>, where: string, parameters: readonly unknown[]): Promise<readonly Row[]> => {
      const table = model.tables.find(({ rows }) => rows.entity === entity);
      if (!table) throw new RangeError(`${model.name} has no table of ${entity.name}`);
      const text = `SELECT ${table.selected} FROM ${table.path(model.schema)} t WHERE ${where} ORDER BY ${table.keyOrder}`;
      try {
        const { rows } = await this.pool.query<unknown[]>({ text, values: [...parameters], rowMode: 'array' });
        return rows.map((values) => table.rowOf(values) as Row);
      } catch (error) {
        throw isDataFault(error) ? error : new PassingFault(error);
      }
    };
    return { find };
  }
}
