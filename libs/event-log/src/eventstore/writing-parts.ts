import type { Engine } from '../reading/engine.js';
import type { Appends } from './appends.js';
import type { Births } from './birth.js';
import type { Claims } from './claims.js';
import type { Ids } from './ids.js';
import type { Namespace } from './namespace.js';
import type { Patience } from './reads.js';

/** What every way of writing into the log works with. */
export interface WritingParts {
  readonly appends: Appends;
  /** For reading what stands there already. */
  readonly engine: Engine;
  readonly ids: Ids;
  readonly claims: Claims;
  readonly namespace: Namespace;
  readonly births: Births;
  readonly patience: Patience;
}
