/**
 * The way into the log for what another log has recorded: all events of a call, or none. It waits in the same line as
 * the appends, and gives positions as they do.
 *
 * One row tells what came of it:
 * - restored;
 * - id_reused: the first id that stands in the log with other content or at another place, and in which stream;
 * - wrong_revision: the first event that is not the next of its stream, and at which revision that is;
 * - too_early: the first event that was recorded before the last one here, and when that was, in milliseconds.
 */
export const RESTORE_SQL = `
CREATE FUNCTION concord_log.restore(
  ids uuid[], streams text[], revisions bigint[], types text[], versions integer[], data text[], metadata text[], instants bigint[],
  OUT status text, OUT culprit bigint, OUT holder text, OUT actual bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET lock_timeout = '4s'
AS $$
#variable_conflict use_column
DECLARE
  last_position bigint;
  last_instant  bigint;
  known         boolean[];
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a restore needs READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM pg_advisory_xact_lock(7161115001);

  SELECT array_agg(e.id IS NOT NULL ORDER BY g.ordinal) INTO known
  FROM unnest(ids) WITH ORDINALITY AS g (id, ordinal) LEFT JOIN concord_log.event e ON e.id = g.id;

  SELECT 'id_reused', g.ordinal, e.stream INTO status, culprit, holder
  FROM unnest(ids, streams, revisions, types, versions, data, metadata, instants)
    WITH ORDINALITY AS g (id, stream, revision, type, version, data, metadata, instant, ordinal)
  JOIN concord_log.event e ON e.id = g.id
  WHERE NOT (e.stream = g.stream AND e.revision = g.revision AND e.type = g.type AND e.schema_version = g.version
    AND e.data::jsonb = g.data::jsonb AND e.metadata::jsonb = g.metadata::jsonb
    AND (extract(epoch FROM e.recorded_at) * 1000)::bigint = g.instant)
  ORDER BY g.ordinal LIMIT 1;
  IF FOUND THEN RETURN; END IF;

  WITH fresh AS (
    SELECT g.*, row_number() OVER (PARTITION BY g.stream ORDER BY g.ordinal) AS place
    FROM unnest(streams, revisions, known) WITH ORDINALITY AS g (stream, revision, known, ordinal)
    WHERE NOT g.known
  ), ends AS (
    SELECT s.stream, coalesce((SELECT e.revision FROM concord_log.event e WHERE e.stream = s.stream ORDER BY e.revision DESC LIMIT 1), -1) AS revision
    FROM (SELECT DISTINCT stream FROM fresh) s
  )
  SELECT 'wrong_revision', f.ordinal, ends.revision + f.place - 1 INTO status, culprit, actual
  FROM fresh f JOIN ends ON ends.stream = f.stream
  WHERE f.revision <> ends.revision + f.place
  ORDER BY f.ordinal LIMIT 1;
  IF FOUND THEN RETURN; END IF;

  SELECT e.position, (extract(epoch FROM e.recorded_at) * 1000)::bigint INTO last_position, last_instant
  FROM concord_log.event e ORDER BY e.position DESC LIMIT 1;

  SELECT 'too_early', f.ordinal, f.before INTO status, culprit, actual
  FROM (
    SELECT g.ordinal, g.instant, coalesce(lag(g.instant) OVER (ORDER BY g.ordinal), last_instant) AS before
    FROM unnest(instants, known) WITH ORDINALITY AS g (instant, known, ordinal)
    WHERE NOT g.known
  ) f
  WHERE f.instant < f.before
  ORDER BY f.ordinal LIMIT 1;
  IF FOUND THEN RETURN; END IF;

  INSERT INTO concord_log.event (position, id, stream, revision, type, schema_version, data, metadata, recorded_at)
  SELECT coalesce(last_position, 0) + row_number() OVER (ORDER BY g.ordinal), g.id, g.stream, g.revision, g.type, g.version,
    g.data::json, g.metadata::json, timestamptz 'epoch' + g.instant * interval '1 millisecond'
  FROM unnest(ids, streams, revisions, types, versions, data, metadata, instants, known)
    WITH ORDINALITY AS g (id, stream, revision, type, version, data, metadata, instant, known, ordinal)
  WHERE NOT g.known;

  IF FOUND THEN
    PERFORM pg_notify('concord_log', (SELECT e.position FROM concord_log.event e ORDER BY e.position DESC LIMIT 1)::text);
  END IF;
  status := 'restored';
END $$;

REVOKE ALL ON FUNCTION concord_log.restore FROM PUBLIC;
`;
