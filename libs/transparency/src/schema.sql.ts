/*
 * Stored for ever: what is published here is changed by a further migration, never in place. Everything but the signatures and
 * the keys can be computed anew from the log.
 */
export const TRANSPARENCY_SQL = `
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

-- Hashes side by side, 32 bytes each. A tile that is not full is one of the right edge, and is rewritten as it grows.
CREATE TABLE IF NOT EXISTS concord_transparency.tile (
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

export const MIGRATION_LOCK = '7161115010';
