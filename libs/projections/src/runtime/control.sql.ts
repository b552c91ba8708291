/**
 * How far each model is, beside the models' own schemas. `live` is the model that queries read, `next` the
 * one that a rebuild makes.
 *
 * - `shape` tells what made the tables: version, tables and events of a projection;
 * - `epoch` grows with every worker that takes over: who holds an older one writes nothing any more;
 * - `reacting` is the event at `position` while the commands that it causes may not have been issued.
 */
export const CONTROL_SQL = `
CREATE SCHEMA IF NOT EXISTS concord_projections;

CREATE TABLE IF NOT EXISTS concord_projections.projection (
  name       text COLLATE "C" NOT NULL,
  stage      text NOT NULL CHECK (stage IN ('live', 'next')),
  version    integer NOT NULL,
  shape      text NOT NULL,
  position   bigint NOT NULL DEFAULT 0,
  epoch      bigint NOT NULL DEFAULT 0,
  status     text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'stopped')),
  error      jsonb CHECK ((error IS NOT NULL) = (status = 'stopped')),
  reacting   jsonb,
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
