import { comparePositions, type Position, type RecordedEvent } from '@concord/kernel';
import type { Pool, PoolClient } from 'pg';
import { type Checkpoint, refTo, schemaAt, type Write } from './checkpoint.js';
import { isDataFault, PoisonEvent, UnwritableRows } from './faults.js';
import { fold } from './fold.js';
import type { Changes } from './sheet.js';
import { inTransaction } from './transaction.js';

/**
 * Brings the tables from the checkpoint to a position, of which these are all the events, and moves the checkpoint with
 * them. What is good before a bad event is kept.
 * @param reacts whether the last event has commands to follow, of which the checkpoint then tells
 * @throws PoisonEvent at the first event that cannot be handled
 * @throws Fenced when another worker has taken over; then nothing was written
 */
export async function apply(
  pool: Pool,
  checkpoint: Checkpoint,
  events: readonly RecordedEvent[],
  to: Position,
  reacts = false,
): Promise<void> {
  try {
    await applyInParts(pool, checkpoint, events, to, reacts);
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const left = events.filter(({ position }) => comparePositions(position, checkpoint.position) > 0);
    const [first] = left;
    if (!first) throw error;
    if (left.length === 1) throw new PoisonEvent(first, error);
    // One of them cannot be written. Which, is found by halves; the good ones before it are kept.
    const half = left.slice(0, left.length >> 1);
    await apply(pool, checkpoint, half, half.at(-1)?.position ?? to);
    await apply(pool, checkpoint, left.slice(half.length), to, reacts);
  }
}

/** All at once, unless they touch too many rows for that. */
async function applyInParts(
  pool: Pool,
  checkpoint: Checkpoint,
  events: readonly RecordedEvent[],
  to: Position,
  reacts: boolean,
): Promise<void> {
  const { model, stage } = checkpoint;
  const schema = schemaAt(model, stage);
  let rest = events;
  do {
    const { changes, count, poison } = await fold(model, schema, rest, pool);
    const last = rest[count - 1];
    rest = rest.slice(count);
    const complete = rest.length === 0;
    if (complete) await commit(pool, checkpoint, schema, changes, to, last, reacts);
    else if (last) await commit(pool, checkpoint, schema, changes, last.position, last);
    if (poison) throw poison;
  } while (rest.length > 0);
}

async function commit(
  pool: Pool,
  checkpoint: Checkpoint,
  schema: string,
  changes: readonly Changes[],
  to: Position,
  last: RecordedEvent | undefined,
  reacts = false,
): Promise<void> {
  const behind = last && refTo(last);
  const reacting = reacts && behind ? behind : null;
  const { gone, written } = statementsOf(changes, schema);
  const move = (client: PoolClient | Pool): Promise<void> => checkpoint.move(client, written, to, reacting, behind);
  if (gone.length === 0) {
    await move(pool);
  } else {
    await inTransaction(pool, async (client) => {
      // Before what comes is written: a unique value may pass from one row to another.
      for (const { text, values } of gone) await client.query(text, [...values]);
      await move(client);
    });
  }
  checkpoint.moved(to, reacting);
}

interface Statements {
  readonly gone: readonly { readonly text: string; readonly values: readonly string[] }[];
  readonly written: readonly Write[];
}

function statementsOf(changes: readonly Changes[], schema: string): Statements {
  try {
    return {
      gone: changes
        .filter(({ gone }) => gone.length > 0)
        .map(({ table, gone }) => ({ text: table.deleteSql(schema), values: table.keyValues(gone) })),
      written: changes
        .filter(({ written }) => written.length > 0)
        .map(({ table, written }) => ({ sql: (...place) => table.upsertSql(schema, ...place), values: table.upsertValues(written) })),
    };
  } catch (error) {
    throw new UnwritableRows(error);
  }
}
