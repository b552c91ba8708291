export * from './errors.js';
export { codeOf, keepOnce, readIfThere } from './kept-file.js';
export { keptKey, keyFrom, type MasterKey, statedKey } from './master-key.js';
export { openPersonal, sealPersonal } from './personal.js';
export { PostgresSecrets } from './postgres-secrets.js';
export { openSealed, sealUnder } from './sealed.js';
export { NO_SECRETS, SECRETS } from './secrets.js';
