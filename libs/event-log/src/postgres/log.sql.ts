/**
 * The tables of the log. Stored for ever: what is published here is changed by a further migration, never in place.
 *
 * There is no table for the head of the log: a row rewritten by every append would be kept in as many versions as
 * there are appends while one old snapshot is open, and each append would walk over all of them. The head is the last event.
 */
export const LOG_SQL = `
CREATE TABLE concord_log.event (
  position       bigint PRIMARY KEY,
  id             uuid NOT NULL UNIQUE,
  stream         text COLLATE "C" NOT NULL,
  revision       bigint NOT NULL,
  type           text COLLATE "C" NOT NULL,
  schema_version integer NOT NULL,
  data           json NOT NULL,
  metadata       json NOT NULL,
  recorded_at    timestamptz(3) NOT NULL,
  UNIQUE (stream, revision)
);

CREATE FUNCTION concord_log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the event log is append-only: % is refused', tg_op USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER event_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON concord_log.event
  FOR EACH STATEMENT EXECUTE FUNCTION concord_log.refuse_change();
-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE concord_log.event ENABLE ALWAYS TRIGGER event_is_immutable;

REVOKE UPDATE, DELETE, TRUNCATE ON concord_log.event FROM PUBLIC, CURRENT_USER;
`;
