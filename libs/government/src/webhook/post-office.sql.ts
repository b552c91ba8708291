/**
 * What the post office knows, beside the read model. It outlives every rebuild, so that nothing is sent twice.
 *
 * - `sorted` says how far the changes of which log have been sorted; whoever holds its one row sorts;
 * - `signing_key` holds the key from which all secrets follow;
 * - `item` is a change for a subscription, known by the norm and its revision whatever log it stands in, and by when it is told;
 *   of a reminder `norm` is the stream of the ballot, which no norm has for an id, and the revision is that of the ballot;
 * - `message` is what is posted, or, without a webhook, only kept; `revived` is the request for redelivery that it has followed;
 * - `attempt` is what came of each;
 * - `receiver` is where the messages of a subscription go: who is busy with it, and for which of its terms it was given up.
 */
export const POST_OFFICE_SQL = `
CREATE SCHEMA IF NOT EXISTS government_post;

CREATE TABLE IF NOT EXISTS government_post.sorted (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  log      uuid,
  position bigint NOT NULL DEFAULT 0
);
INSERT INTO government_post.sorted DEFAULT VALUES ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS government_post.signing_key (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  key bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS government_post.message (
  id           text PRIMARY KEY,
  subscription text NOT NULL,
  number       bigint GENERATED ALWAYS AS IDENTITY,
  "madeAt"     timestamptz NOT NULL,
  digest       boolean NOT NULL,
  body         text NOT NULL,
  state        text NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'DEAD', 'DROPPED', 'KEPT')),
  failures     integer NOT NULL DEFAULT 0,
  "attemptAt"  timestamptz,
  "settledAt"  timestamptz,
  outcome      text,
  revived      integer NOT NULL DEFAULT -1
);
CREATE INDEX IF NOT EXISTS message_waiting ON government_post.message (subscription, "attemptAt", number) WHERE state = 'WAITING';
CREATE INDEX IF NOT EXISTS message_due ON government_post.message ("attemptAt") WHERE state = 'WAITING';
CREATE UNIQUE INDEX IF NOT EXISTS message_of_subscription ON government_post.message (subscription, number);
CREATE INDEX IF NOT EXISTS message_dead ON government_post.message (subscription) WHERE state = 'DEAD';

CREATE TABLE IF NOT EXISTS government_post.item (
  subscription text NOT NULL,
  norm         text NOT NULL,
  revision     integer NOT NULL,
  digest       boolean NOT NULL,
  told_at      timestamptz NOT NULL,
  message      text REFERENCES government_post.message,
  PRIMARY KEY (subscription, norm, revision)
);
CREATE INDEX IF NOT EXISTS item_untold ON government_post.item (told_at) WHERE message IS NULL;

CREATE TABLE IF NOT EXISTS government_post.attempt (
  message text NOT NULL REFERENCES government_post.message,
  nth     integer NOT NULL,
  at      timestamptz NOT NULL,
  took_ms integer NOT NULL,
  status  integer,
  outcome text NOT NULL,
  PRIMARY KEY (message, nth)
);

CREATE TABLE IF NOT EXISTS government_post.receiver (
  subscription  text PRIMARY KEY,
  busy_by       uuid,
  busy_until    timestamptz,
  failing_since timestamptz,
  given_up_in   integer,
  given_up_at   timestamptz,
  reason        text
);
`;

/** The end of the next stretch of `$2` changes, reminders and requests behind `$1`; null where there are none. */
export const NEXT_STRETCH = `
  SELECT max(position)::text AS until FROM (
    (SELECT position FROM government_alerts.change WHERE position > $1 ORDER BY position LIMIT $2) UNION ALL
    (SELECT position FROM government_alerts.reminder WHERE position > $1 ORDER BY position LIMIT $2) UNION ALL
    (SELECT position FROM government_alerts.redelivery WHERE position > $1 ORDER BY position LIMIT $2) ORDER BY position LIMIT $2) behind`;

/** @param key by what the post office knows what it tells */
export const matchesIn = (key: string, source: string, isOfInterest: string): string => `
  SELECT i.subscription, ${key} AS key, c.revision, c."recordedAt", i.digest FROM ${source}
  JOIN government_alerts.interest i ON i.posted AND ${isOfInterest}
  WHERE c.position > $1 AND c.position <= $2`;

/** A change that two editions of a subscription matched, or that was sorted under another log, is one item. */
export const KEEP_ITEMS = `
  INSERT INTO government_post.item (subscription, norm, revision, digest, told_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::boolean[], $5::timestamptz[]) ON CONFLICT DO NOTHING`;

/** Each request is followed once by each message that was dead before it, whatever log it stands in. */
export const REVIVE = `
  UPDATE government_post.message m SET state = 'WAITING', "attemptAt" = $3, "settledAt" = NULL, failures = 0, revived = r.revision
  FROM government_alerts.redelivery r
  WHERE r.position > $1 AND r.position <= $2 AND m.subscription = r.subscription AND m.state = 'DEAD' AND m.revived < r.revision
    AND (r.message IS NULL OR r.message = m.id)`;

export const KEEP_MESSAGES = `
  INSERT INTO government_post.message (id, subscription, "madeAt", digest, body, state, "attemptAt")
  SELECT m.id, m.subscription, $1, m.digest, m.body, CASE WHEN s.webhook IS NULL THEN 'KEPT' ELSE 'WAITING' END,
    CASE WHEN s.webhook IS NULL THEN NULL ELSE $1::timestamptz END
  FROM unnest($2::text[], $3::text[], $4::boolean[], $5::text[]) WITH ORDINALITY AS m (id, subscription, digest, body, nth)
  JOIN government_alerts.subscription s ON s.id = m.subscription ORDER BY m.nth`;

export const KEEP_RECEIVERS = `
  INSERT INTO government_post.receiver (subscription) SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING`;

/** `$1` ids of messages, beside the keys of their items. */
export const TOLD = `
  UPDATE government_post.item o SET message = t.message
  FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS t (message, subscription, norm, revision)
  WHERE (o.subscription, o.norm, o.revision) = (t.subscription, t.norm, t.revision)`;

/** One receiver that nobody is busy with and for whom something is due; of others who claim at the same time nobody waits. */
export const CLAIM = `
  UPDATE government_post.receiver SET busy_by = $1, busy_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE subscription = (
    SELECT r.subscription FROM government_post.message m JOIN government_post.receiver r USING (subscription)
    WHERE m.state = 'WAITING' AND m."attemptAt" <= $2 AND (r.busy_until IS NULL OR r.busy_until < clock_timestamp())
    ORDER BY m."attemptAt" LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
  RETURNING subscription`;

/** Goes on being busy; no row when somebody else has taken over. */
export const RENEW = `
  UPDATE government_post.receiver SET busy_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE subscription = $1 AND busy_by = $2 RETURNING given_up_in AS "givenUpIn", failing_since AS "failingSince"`;

export const RELEASE = `
  UPDATE government_post.receiver SET busy_by = NULL, busy_until = NULL WHERE subscription = $1 AND busy_by = $2`;

export const NEXT_MESSAGE = `
  SELECT id, body, failures FROM government_post.message
  WHERE subscription = $1 AND state = 'WAITING' AND "attemptAt" <= $2 ORDER BY "attemptAt", number LIMIT 1`;

/** All that waits for a receiver who is not asked any more. */
export const SETTLE_ALL = `
  UPDATE government_post.message SET state = $2, outcome = $3, "settledAt" = $4, "attemptAt" = NULL WHERE subscription = $1 AND state = 'WAITING'`;

/** Writes down an attempt and what follows from it, unless somebody else is busy with the receiver by now. */
export const RECORD = `
  WITH mine AS (
    UPDATE government_post.receiver SET
      failing_since = CASE WHEN $9 THEN NULL ELSE coalesce(failing_since, $4) END,
      given_up_in = CASE WHEN $12::int IS NULL THEN given_up_in ELSE $12 END,
      given_up_at = CASE WHEN $12::int IS NULL THEN given_up_at ELSE $4::timestamptz END,
      reason = CASE WHEN $12::int IS NULL THEN reason ELSE $7 END
    WHERE subscription = $1 AND busy_by = $2 RETURNING subscription),
  attempt AS (
    INSERT INTO government_post.attempt (message, nth, at, took_ms, status, outcome)
    SELECT $3, (SELECT count(*) + 1 FROM government_post.attempt WHERE message = $3), $4, $5, $6, $7 FROM mine)
  UPDATE government_post.message SET
    state = $8, outcome = $7, failures = failures + CASE WHEN $9 THEN 0 ELSE 1 END, "attemptAt" = $10, "settledAt" = $11
  WHERE id = $3 AND EXISTS (SELECT FROM mine)`;
