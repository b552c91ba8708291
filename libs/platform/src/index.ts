export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres/embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres/errors.js';
