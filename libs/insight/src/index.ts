export { PROOFS, type Proofs, type ProofsOfEvents } from './dossier/proofs.js';
export { type AnyExplainer, type Explainer, explainer, type Ground, isAbout, type Question, type Sources } from './explain/explainer.js';
export { Explainers } from './explain/explainers.js';
export { Archive, type DisclosedObject } from './history/archive.js';
export { LogEvent, logEventOf } from './history/log-event.js';
