/** Asks for tables beside those that are read, from the log that they follow; `$1` is the model's name, `$2` the stage. */
export const ASK_FOR_TABLES = `
  INSERT INTO concord_projections.projection AS p (name, stage, version, shape, log)
  SELECT name, $2::text, 0, 'asked for', log FROM concord_projections.projection WHERE name = $1 AND stage = 'live'`;

/** The shape of tables that have yet to be built; they are read meanwhile. */
export const UNBUILT = { version: 0, shape: 'unbuilt' };
