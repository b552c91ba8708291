import type { EventLog } from '@concord/event-log';
import type { Position } from '@concord/kernel';
import type { Pool } from 'pg';
import { Checkpoint, replayStage } from '../runtime/checkpoint.js';
import { Fenced } from '../runtime/faults.js';
import { prepareTables } from '../runtime/prepare-tables.js';
import type { Model } from '../tables/model.js';

/** How far the work on one model is. */
export interface ReplayProgress {
  readonly model: string;
  /** Its place among `models`, from 0. */
  readonly index: number;
  readonly models: number;
  readonly position: Position;
  readonly until: Position;
}

export interface ReplayWork {
  readonly signal: AbortSignal;
  readonly told?: (progress: ReplayProgress) => void;
}

/** Takes the model of a replay over, with tables to build in: those that an earlier attempt has left, or new ones. @throws Fenced when somebody else does */
export async function begin(parts: { readonly pool: Pool; readonly log: EventLog }, replay: string, model: Model): Promise<Checkpoint> {
  const log = await parts.log.identity();
  const stage = replayStage(replay);
  await prepareTables(parts.pool, model, stage, log);
  const checkpoint = await Checkpoint.takeOver(parts.pool, model, stage, log);
  if (!checkpoint) throw new Fenced(model.name);
  return checkpoint;
}
