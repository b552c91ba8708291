/**
 * The short way into the log, for appends of which no two go to one stream: records all of them, or nothing.
 *
 * Gives the position of the last event and the instant of all, in milliseconds; or nulls where an id stands in the log
 * already, or a stream is at another revision than expected. What that means for each request, `concord_log.append`
 * finds out.
 *
 * All parameters but the last have an element an event; `expected` is null but for the first event of a request.
 * `losers` are the ids of appends that lose their stream to one of these: none may be in the log either, or it would be
 * a repetition, which loses nothing.
 * Lock and isolation are those of `concord_log.append`.
 */
export const APPEND_UNDISPUTED_SQL = `
CREATE FUNCTION concord_log.append_undisputed(
  streams text[], expected bigint[], revisions bigint[], ids uuid[], types text[], versions integer[], data text[], metadata text[],
  losers uuid[],
  OUT last_position bigint, OUT recorded_at bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET lock_timeout = '4s'
AS $$
#variable_conflict use_column
DECLARE
  instant timestamptz;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'an append needs READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM pg_advisory_xact_lock(7161115001);

  IF EXISTS (SELECT FROM concord_log.event e WHERE e.id = ANY (ids || losers)) OR EXISTS (
    SELECT FROM unnest(streams, expected) AS r (stream, expected)
    WHERE r.expected IS NOT NULL AND r.expected <> coalesce(
      (SELECT e.revision FROM concord_log.event e WHERE e.stream = r.stream ORDER BY e.revision DESC LIMIT 1), -1)
  ) THEN
    RETURN;
  END IF;

  SELECT e.position, e.recorded_at INTO last_position, instant
  FROM concord_log.event e ORDER BY e.position DESC LIMIT 1;
  last_position := coalesce(last_position, 0);
  instant := greatest(instant, date_trunc('milliseconds', clock_timestamp()));

  INSERT INTO concord_log.event (position, id, stream, revision, type, schema_version, data, metadata, recorded_at)
  SELECT last_position + g.ordinal, g.id, g.stream, g.revision, g.type, g.version, g.data::json, g.metadata::json, instant
  FROM unnest(streams, revisions, ids, types, versions, data, metadata)
    WITH ORDINALITY AS g (stream, revision, id, type, version, data, metadata, ordinal);

  last_position := last_position + cardinality(ids);
  PERFORM pg_notify('concord_log', last_position::text);
  recorded_at := extract(epoch FROM instant) * 1000;
END $$;

REVOKE ALL ON FUNCTION concord_log.append_undisputed FROM PUBLIC;
`;
