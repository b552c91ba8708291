/*
 * Stored for ever: what is published here is changed by a further migration, never in place. Everything but the signatures and
 * the keys can be computed anew from the log.
 */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS concord_transparency;

-- One tree for each log that this database has followed.
CREATE TABLE IF NOT EXISTS concord_transparency.tree (
  id       smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  log      uuid NOT NULL UNIQUE,
  origin   text COLLATE "C" NOT NULL,
  size     bigint NOT NULL DEFAULT 0,
  -- Of the last event in the tree.
  position bigint NOT NULL DEFAULT 0,
  -- The number of the key that signs.
  signer   integer NOT NULL DEFAULT 1
);

-- Up to 16 hashes side by side, 32 bytes each: of the leaves in level 0, and in each further one the roots of the full strips below.
-- One that is not full is of the right edge, and is rewritten as it grows. 16 strips are a tile as it is served.
CREATE TABLE IF NOT EXISTS concord_transparency.strip (
  tree   smallint NOT NULL,
  level  smallint NOT NULL,
  n      bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (tree, level, n)
);

-- Where in the log each bundle of 256 entries begins: behind this position.
CREATE TABLE IF NOT EXISTS concord_transparency.bundle (
  tree     smallint NOT NULL,
  n        bigint NOT NULL,
  after    bigint NOT NULL,
  PRIMARY KEY (tree, n)
);

CREATE TABLE IF NOT EXISTS concord_transparency.leaf (
  tree  smallint NOT NULL,
  event uuid NOT NULL,
  index bigint NOT NULL,
  PRIMARY KEY (tree, event)
);

CREATE TABLE IF NOT EXISTS concord_transparency.stream (
  tree       smallint NOT NULL,
  bucket     integer NOT NULL,
  key        bytea NOT NULL,
  length     bigint NOT NULL,
  last_index bigint NOT NULL,
  head       bytea NOT NULL,
  PRIMARY KEY (tree, bucket, key)
) WITH (fillfactor = 80);

-- Of the 65,536 buckets those that are not empty, and of their 256 pages the hashes of all that ever had one.
CREATE TABLE IF NOT EXISTS concord_transparency.bucket (
  tree smallint NOT NULL,
  n    integer NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tree, n)
) WITH (fillfactor = 80);
CREATE TABLE IF NOT EXISTS concord_transparency.page (
  tree smallint NOT NULL,
  n    smallint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tree, n)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS concord_transparency.checkpoint (
  tree      smallint NOT NULL,
  size      bigint NOT NULL,
  note      text COLLATE "C" NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tree, size)
);

CREATE TABLE IF NOT EXISTS concord_transparency.cosignature (
  tree    smallint NOT NULL,
  size    bigint NOT NULL,
  witness text COLLATE "C" NOT NULL,
  line    text COLLATE "C" NOT NULL,
  PRIMARY KEY (tree, size, witness)
);

-- Keys of the notary, sealed under the key of the secrets, which is not in the database.
CREATE TABLE IF NOT EXISTS concord_transparency.signing_key (
  tree    smallint NOT NULL,
  number  integer NOT NULL,
  vkey    text COLLATE "C" NOT NULL,
  sealed  text NOT NULL,
  PRIMARY KEY (tree, number)
);
`;

/** Trees that were kept in whole tiles, of 256 hashes and 8 levels: each is 16 strips of its own level, and one of the level between. */
const STRIPS = `
DO $migration$ BEGIN
  IF to_regclass('concord_transparency.tile') IS NULL THEN RETURN; END IF;
  CREATE FUNCTION pg_temp.parents(hashes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(sha256('\\x01'::bytea || substring(hashes FROM n * 64 + 1 FOR 64)), ''::bytea ORDER BY n)
    FROM generate_series(0, length(hashes) / 64 - 1) n $$;
  INSERT INTO concord_transparency.strip (tree, level, n, hashes)
    SELECT tree, level * 2, n * 16 + part, substring(hashes FROM part * 512 + 1 FOR 512)
    FROM concord_transparency.tile, generate_series(0, (length(hashes) + 511) / 512 - 1) part;
  INSERT INTO concord_transparency.strip (tree, level, n, hashes)
    SELECT tree, level * 2 + 1, n, string_agg(
      pg_temp.parents(pg_temp.parents(pg_temp.parents(pg_temp.parents(substring(hashes FROM part * 512 + 1 FOR 512))))), ''::bytea ORDER BY part)
    FROM concord_transparency.tile, generate_series(0, length(hashes) / 512 - 1) part GROUP BY tree, level, n;
  DROP FUNCTION pg_temp.parents(bytea);
  DROP TABLE concord_transparency.tile;
END $migration$;
`;

/** Makes the tables of the tree where they are not, and brings older ones along. Sent as one, it is one transaction; several may do so at once. */
export const TRANSPARENCY_SQL = `SELECT pg_advisory_xact_lock(7161115010); ${TABLES} ${STRIPS}`;
