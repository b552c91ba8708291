import { OperationRefused } from '../operating/refused.js';

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST = 20;

/** Where `--compare` builds; no replay of anybody's. */
export const COMPARISON = 'compare';

export const REPLAY_NAME_RULE = `1 to ${LONGEST} small letters, digits and single hyphens, beginning with a letter; not "${COMPARISON}"`;

export const isReplayName = (name: string): boolean => name.length <= LONGEST && NAME.test(name) && name !== COMPARISON;

/** @throws OperationRefused naming the rule */
export function checkReplayName(name: string): void {
  if (!isReplayName(name)) throw new OperationRefused(`${JSON.stringify(name)} is no name of a replay: ${REPLAY_NAME_RULE}`);
}
