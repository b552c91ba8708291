/** The statements of the clock. `$1` is the instant of the node, on whose clock the decider will decide, too. */
const TABLE = 'platform_deadlines.deadline';

/** Deadlines that fired before a rebuild made their rows anew. */
export const RECALL = `
  UPDATE ${TABLE} d SET "firedAt" = f.fired_at FROM concord_projections.fired_deadline f
  WHERE d."firedAt" IS NULL AND d."attemptAt" <= $1 AND (f.rule, f.key, f.cause) = (d.rule, d.key, d.cause)`;

/** Whether any is due, and when the next will be: milliseconds from now, null where there is none. */
export const NEXT = `
  SELECT extract(epoch FROM "attemptAt" - $1::timestamptz) * 1000 AS milliseconds
  FROM ${TABLE} WHERE "firedAt" IS NULL ORDER BY "attemptAt" LIMIT 1`;

/** Another clock that has claimed some is not waited for. */
export const CLAIM = `
  SELECT rule, key, "dueAt", command, body, cause, "correlationId", failures FROM ${TABLE}
  WHERE "firedAt" IS NULL AND "attemptAt" <= $1 ORDER BY "attemptAt" LIMIT $2 FOR UPDATE SKIP LOCKED`;

export const FIRED = `
  WITH fired AS (
    INSERT INTO concord_projections.fired_deadline (rule, key, cause, due_at, fired_at, outcome)
    SELECT f.rule, f.key, f.cause, f.due_at, $1, f.outcome
    FROM unnest($2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[]) AS f (rule, key, cause, due_at, outcome)
    ON CONFLICT (rule, key, cause) DO NOTHING)
  UPDATE ${TABLE} d SET "firedAt" = $1
  FROM unnest($2::text[], $3::text[], $4::uuid[]) AS f (rule, key, cause) WHERE (d.rule, d.key, d.cause) = (f.rule, f.key, f.cause)`;

/** After a fault: again after 1, 2, 4, … and at most 60 seconds. */
export const FAILED = `
  UPDATE ${TABLE} d SET failures = d.failures + 1, "attemptAt" = $1::timestamptz + least(60, 2 ^ least(d.failures, 6)) * interval '1 second'
  FROM unnest($2::text[], $3::text[], $4::uuid[]) AS f (rule, key, cause) WHERE (d.rule, d.key, d.cause) = (f.rule, f.key, f.cause)`;
