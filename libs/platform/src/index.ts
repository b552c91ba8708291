export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres/embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres/errors.js';
export { NestLog, openLog, runtimeLog } from './operations/logging.js';
export { causeOf, type Running, report, run } from './process.js';
export { BadSettings, type Environment, loadSettings } from './settings/load-settings.js';
export { type LogLevel, Settings } from './settings/settings.js';
export { withoutPassword } from './settings/without-password.js';
export { openStorage, type Storage } from './storage.js';
