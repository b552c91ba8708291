import type { Instant, Position, Uuid } from '@concord/kernel';
import type { Pool } from 'pg';

/** One read model of a replay. */
export interface ReplayedModel {
  readonly name: string;
  readonly version: number;
  /** Of the code that made its tables. */
  readonly shape: string;
  readonly position: Position;
}

/** Read models as they stood at a moment of the log. */
export interface Replay {
  readonly name: string;
  readonly log: Uuid;
  /** Inclusive. */
  readonly until: Position;
  /** The instant that was asked for; null where a position was. */
  readonly knownAt: Instant | null;
  readonly state: 'building' | 'ready' | 'failed';
  /** What went wrong; null unless it has failed. */
  readonly error: string | null;
  /** Names of read models, in their order. */
  readonly asked: readonly string[];
  /** Those that there are tables of already. */
  readonly models: readonly ReplayedModel[];
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly readyAt: Instant | null;
}

const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const READ = `
  SELECT r.name, r.log, r.until::text, ${ISO('r.known_at')} AS "knownAt", r.state, r.error, r.models AS asked, r.created_by AS "createdBy",
    ${ISO('r.created_at')} AS "createdAt", ${ISO('r.ready_at')} AS "readyAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('name', p.name, 'version', p.version, 'shape', p.shape, 'position', p.position::text) ORDER BY p.name)
      FROM concord_projections.projection p WHERE p.stage = 'replay:' || r.name), '[]') AS models
  FROM concord_projections.replay r`;

/** All replays, by name. */
export async function replaysIn(pool: Pool): Promise<readonly Replay[]> {
  return (await pool.query<Replay>(`${READ} ORDER BY r.name`)).rows;
}

export async function replayNamed(pool: Pool, name: string): Promise<Replay | undefined> {
  return (await pool.query<Replay>(`${READ} WHERE r.name = $1`, [name])).rows[0];
}
