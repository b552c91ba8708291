/** The name of this log, drawn once. A dump takes it along, a copy made event by event does not. */
export const IDENTITY_SQL = `
CREATE TABLE concord_log.identity (
  id    uuid NOT NULL DEFAULT gen_random_uuid(),
  alone boolean PRIMARY KEY DEFAULT true CHECK (alone)
);
INSERT INTO concord_log.identity DEFAULT VALUES;

CREATE TRIGGER identity_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON concord_log.identity
  FOR EACH STATEMENT EXECUTE FUNCTION concord_log.refuse_change();
ALTER TABLE concord_log.identity ENABLE ALWAYS TRIGGER identity_is_immutable;

REVOKE UPDATE, DELETE, TRUNCATE ON concord_log.identity FROM PUBLIC, CURRENT_USER;
`;
