import type { EventLog } from '@concord/event-log';
import type { Pool } from 'pg';
import { type Model, replaySchema } from '../tables/model.js';
import { replayNamed } from './replay.js';
import type { OpenedReplay } from './replay-view.js';

/** There is no replay of that name, or none that queries can be answered from. */
export class ReplayUnavailable extends Error {
  constructor(
    readonly replay: string,
    readonly isKnown: boolean,
    message: string,
  ) {
    super(message);
  }
}

const SCHEMAS = `SELECT nspname AS name FROM pg_namespace
  WHERE nspname !~ '^(pg_|replay_)' AND nspname NOT IN ('information_schema', 'public')`;

/** A finished replay, for queries. @throws ReplayUnavailable when there is none, saying why and what to do */
export async function openReplay(pool: Pool, log: EventLog, models: readonly Model[], name: string): Promise<OpenedReplay> {
  const replay = await replayNamed(pool, name);
  if (!replay) throw new ReplayUnavailable(name, false, `There is no replay ${name}: \`concord audit replays\` lists those that there are`);
  const refuse = (why: string): ReplayUnavailable => new ReplayUnavailable(name, true, `The replay ${name} ${why}`);
  if (replay.state === 'failed') throw refuse(`has failed: ${replay.error}`);
  if (replay.state === 'building') throw refuse('is not finished: `concord audit replay` with the same options finishes it');
  const again = 'remove it, and build it again';
  if (replay.log !== (await log.identity())) throw refuse(`was made from another log: ${again}`);
  const schemas = new Map<string, string | undefined>();
  for (const { name: schema } of (await pool.query<{ name: string }>(SCHEMAS)).rows) schemas.set(schema, undefined);
  for (const { name: held, shape } of replay.models) {
    const model = models.find((one) => one.name === held);
    if (model?.shape !== shape) throw refuse(`was made by another version of Concord, with other tables of ${held}: ${again}`);
    schemas.set(model.schema, replaySchema(model.schema, name));
  }
  return { until: replay.until, schemas };
}
