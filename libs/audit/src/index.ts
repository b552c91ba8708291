export type { Operation, PositionRange, Touched } from './access/access.events.js';
export { type Access, AccessRecorder } from './access/access-recorder.js';
export { mandateEvents } from './mandate/mandate.events.js';
export { MandateCheck } from './mandate/mandate-check.js';
