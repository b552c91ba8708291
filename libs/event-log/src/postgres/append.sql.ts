/**
 * The one way into the log: decides many append requests at once, in one transaction.
 *
 * The advisory lock is held until the transaction has become visible, so commit order is position order: a reader
 * who has seen a position has seen everything under it. Under READ COMMITTED each statement of the function takes its
 * own snapshot, and those after the lock see all that earlier holders have committed; a transaction with one
 * old snapshot would not, and is refused.
 *
 * Verdicts, one a request:
 * - appended, replayed: the stream's revision and the position of the request's last event;
 * - wrong_revision: the revision at which the stream is after this call;
 * - id_reused: the first id that stands in the log with other content, and in which stream;
 * - deferred: a request of this call for the same stream won, and made exactly the revision that this one expects.
 *
 * A retry is decided at a later moment and by another request, so a replay need not agree in
 * occurredAt, correlationId and causationId.
 */
export const APPEND_SQL = `
CREATE TYPE concord_log.verdict AS (
  request     integer,
  status      text,
  size        bigint,
  last_event  bigint,
  revision    bigint,
  "position"  bigint,
  offender    uuid,
  holder      text
);

CREATE FUNCTION concord_log.recall(
  streams text[], expected bigint[], sizes integer[],
  owners integer[], ids uuid[], types text[], versions integer[], data text[], metadata text[]
) RETURNS SETOF concord_log.verdict
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH asked AS (
    SELECT r.*, sum(r.size) OVER (ORDER BY r.request) AS last_event
    FROM unnest(streams, expected, sizes) WITH ORDINALITY AS r (stream, expected, size, request)
  ), compared AS (
    SELECT a.request, a.size, a.last_event, g.ordinal, e.id, e.stream, e.revision, e.position,
      e.id IS NOT NULL AND e.stream = a.stream AND e.revision = a.expected + a.size - (a.last_event - g.ordinal)
        AND e.type = g.type AND e.schema_version = g.version AND e.data::jsonb = g.data::jsonb
        AND e.metadata::jsonb - '{occurredAt,correlationId,causationId}'::text[]
          = g.metadata::jsonb - '{occurredAt,correlationId,causationId}'::text[] AS same
    FROM unnest(owners, ids, types, versions, data, metadata) WITH ORDINALITY AS g (owner, id, type, version, data, metadata, ordinal)
    JOIN asked a ON a.request = g.owner
    LEFT JOIN concord_log.event e ON e.id = g.id
  )
  SELECT request::integer, CASE WHEN bool_and(same) THEN 'replayed' ELSE 'id_reused' END, size, last_event,
    max(revision), max(position),
    (array_agg(id ORDER BY same, ordinal) FILTER (WHERE id IS NOT NULL))[1],
    (array_agg(stream ORDER BY same, ordinal) FILTER (WHERE id IS NOT NULL))[1]
  FROM compared
  GROUP BY request, size, last_event
  HAVING count(id) > 0
$$;

CREATE FUNCTION concord_log.append(
  streams text[], expected bigint[], sizes integer[],
  owners integer[], ids uuid[], types text[], versions integer[], data text[], metadata text[]
) RETURNS SETOF concord_log.verdict
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- The plans are the same for every call, and right for a log of any size, even if they were made when it was empty.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET lock_timeout = '4s'
AS $$
#variable_conflict use_column
DECLARE
  last_position bigint;
  instant       timestamptz;
  recalled      concord_log.verdict[] := '{}';
  settled       integer[] := '{}';
  verdicts      concord_log.verdict[];
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'an append needs READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM pg_advisory_xact_lock(7161115001);

  IF EXISTS (SELECT FROM concord_log.event e WHERE e.id = ANY (ids)) THEN
    SELECT array_agg(r), array_agg(r.request) INTO recalled, settled
    FROM concord_log.recall(streams, expected, sizes, owners, ids, types, versions, data, metadata) r;
  END IF;

  SELECT e.position, e.recorded_at INTO last_position, instant
  FROM concord_log.event e ORDER BY e.position DESC LIMIT 1;
  instant := greatest(instant, date_trunc('milliseconds', clock_timestamp()));

  WITH asked AS (
    SELECT r.*, r.request = ANY (settled) AS settled,
      coalesce((SELECT e.revision FROM concord_log.event e WHERE e.stream = r.stream ORDER BY e.revision DESC LIMIT 1), -1) AS actual
    FROM unnest(streams, expected, sizes) WITH ORDINALITY AS r (stream, expected, size, request)
  ), raced AS (
    SELECT *, min(request) FILTER (WHERE expected = actual AND NOT settled) OVER (PARTITION BY stream) AS winner FROM asked
  ), judged AS (
    SELECT *,
      actual + coalesce(max(size) FILTER (WHERE request = winner) OVER (PARTITION BY stream), 0) AS revision,
      sum(size) OVER (ORDER BY request) AS last_event,
      coalesce(last_position, 0) + sum(size) FILTER (WHERE request = winner) OVER (ORDER BY request) AS position
    FROM raced
  )
  SELECT array_agg(ROW(
    request,
    CASE WHEN request = winner THEN 'appended' WHEN winner IS NOT NULL AND expected = revision THEN 'deferred' ELSE 'wrong_revision' END,
    size, last_event, revision, position, NULL, NULL)::concord_log.verdict)
  INTO verdicts FROM judged WHERE NOT settled;

  INSERT INTO concord_log.event (position, id, stream, revision, type, schema_version, data, metadata, recorded_at)
  SELECT v.position - (v.last_event - g.ordinal), g.id, streams[v.request], v.revision - (v.last_event - g.ordinal),
    g.type, g.version, g.data::json, g.metadata::json, instant
  FROM unnest(owners, ids, types, versions, data, metadata) WITH ORDINALITY AS g (owner, id, type, version, data, metadata, ordinal)
  JOIN unnest(verdicts) v ON v.request = g.owner
  WHERE v.status = 'appended';

  IF FOUND THEN
    PERFORM pg_notify('concord_log', max(v.position)::text) FROM unnest(verdicts) v WHERE v.status = 'appended';
  END IF;
  RETURN QUERY SELECT v.* FROM unnest(recalled || verdicts) v;
END $$;

REVOKE ALL ON FUNCTION concord_log.append, concord_log.recall FROM PUBLIC;
`;
