export * from './attachment.input.js';
export * from './attachment.js';
export { type Carrying, carriedByRows } from './carried-by-rows.js';
export { type FileCarrier, FileCarriers } from './carriers.js';
export * from './file/file.events.js';
export { type FileFacts, fileFacts } from './file/file.facts.js';
export { answerFailure } from './http/failure.js';
export { DEFAULT_FILE_LIMIT, FILE_LIMIT } from './http/uploads.js';
