export { DirectorySource } from './directory-source.js';
export { exportLog } from './export-log.js';
export { EXPORT_FORMAT, ExportSource, exportHead, exportLine } from './export-source.js';
export { type Check, type Finding, inWords, MOST_FINDINGS } from './finding.js';
export { type HttpOptions, HttpSource } from './http-source.js';
export { type Mirrored, type MirrorOptions, type MirrorProgress, mirrorLog } from './mirror-log.js';
export { openSource } from './open-source.js';
export { type Source, SourceUnavailable, TileSource } from './source.js';
export { type Progress, type Verification, type VerifyOptions, verifyLog } from './verify-log.js';
