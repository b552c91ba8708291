/**
 * How far each model is, beside the models' own schemas. `live` is the model that queries read, `next` the
 * one that a rebuild makes, `replay:<name>` the one of a replay.
 *
 * - `shape` tells what made the tables: version, tables and events of a projection;
 * - `epoch` grows with every worker that takes over: who holds an older one writes nothing any more;
 * - `reacting` is the event at `position` while the commands that it causes may not have been issued;
 * - `log` is the identity of the log that `position` belongs to, and `behind` the last event of the model's own up to there:
 *   a place that every copy of the log has, too, be it at another position.
 */
export const CONTROL_SQL = `
CREATE SCHEMA IF NOT EXISTS concord_projections;

CREATE TABLE IF NOT EXISTS concord_projections.projection (
  name       text COLLATE "C" NOT NULL,
  stage      text COLLATE "C" NOT NULL CONSTRAINT projection_known_stage CHECK (stage IN ('live', 'next') OR stage LIKE 'replay:%'),
  version    integer NOT NULL,
  shape      text NOT NULL,
  position   bigint NOT NULL DEFAULT 0,
  epoch      bigint NOT NULL DEFAULT 0,
  status     text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'stopped')),
  error      jsonb CHECK ((error IS NOT NULL) = (status = 'stopped')),
  reacting   jsonb,
  log        uuid,
  behind     jsonb,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (name, stage)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS concord_projections.skipped_event (
  projection text COLLATE "C" NOT NULL,
  event_id   uuid NOT NULL,
  position   bigint NOT NULL,
  reason     text NOT NULL CHECK (reason <> ''),
  operator   text NOT NULL CHECK (operator <> ''),
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (projection, event_id)
);

-- Before there was a choice of logs, the one in this database was followed.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'concord_projections.projection'::regclass AND attname = 'log') THEN RETURN; END IF;
  ALTER TABLE concord_projections.projection ADD COLUMN log uuid, ADD COLUMN behind jsonb;
  IF to_regclass('concord_log.event') IS NOT NULL THEN
    UPDATE concord_projections.projection p SET behind = (
      SELECT jsonb_build_object('eventId', e.id, 'stream', e.stream, 'revision', e.revision)
      FROM concord_log.event e WHERE e.position <= p.position ORDER BY e.position DESC LIMIT 1);
  END IF;
  IF to_regclass('concord_log.identity') IS NOT NULL THEN
    UPDATE concord_projections.projection SET log = (SELECT id FROM concord_log.identity);
  END IF;
END $$;

-- Before there were replays, there were two stages.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'concord_projections.projection'::regclass AND conname = 'projection_known_stage') THEN RETURN; END IF;
  ALTER TABLE concord_projections.projection DROP CONSTRAINT IF EXISTS projection_stage_check,
    ADD CONSTRAINT projection_known_stage CHECK (stage IN ('live', 'next') OR stage LIKE 'replay:%');
END $$;

-- Read models as they stood at a moment of the log, beside the live ones. What each of them is made of, and how far it is,
-- stands in the table above.
CREATE TABLE IF NOT EXISTS concord_projections.replay (
  name       text COLLATE "C" PRIMARY KEY,
  log        uuid NOT NULL,
  until      bigint NOT NULL,
  known_at   timestamptz,
  models     text[] NOT NULL,
  state      text NOT NULL DEFAULT 'building' CHECK (state IN ('building', 'ready', 'failed')),
  error      text CHECK ((error IS NOT NULL) = (state = 'failed')),
  created_by text NOT NULL CHECK (created_by <> ''),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ready_at   timestamptz
);

-- What the clock did. It outlives every rebuild of the deadlines, so that none fires twice.
CREATE TABLE IF NOT EXISTS concord_projections.fired_deadline (
  rule     text COLLATE "C" NOT NULL,
  key      text COLLATE "C" NOT NULL,
  cause    uuid NOT NULL,
  due_at   timestamptz NOT NULL,
  fired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome  text NOT NULL,
  PRIMARY KEY (rule, key, cause)
);
`;
