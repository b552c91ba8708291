export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres/embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres/errors.js';
export { BadSettings, type Environment, loadSettings } from './settings/load-settings.js';
export { type LogLevel, Settings } from './settings/settings.js';
