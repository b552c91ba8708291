import type { State } from './roll-call.js';

/**
 * The country in which the capital of a state lies today, where ISO 3166-1 has no code for the state any more or the
 * source names none. The state itself stays a party of its own.
 */
const COUNTRY_OF_THE_CAPITAL: ReadonlyMap<string, string> = new Map([
  ['CS', 'CZ'], // Czechoslovakia: Prague
  ['DD', 'DE'], // German Democratic Republic: Berlin
  ['YD', 'YE'], // Democratic Yemen: Aden
  ['YU', 'RS'], // Yugoslavia: Belgrade
  ['Federal Republic of Germany', 'DE'],
  ['Yemen Arab Republic', 'YE'],
  ['Zanzibar', 'TZ'],
]);

const asHandle = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** The party that votes for a state: `un-fr`; `un-zanzibar` where the source has no code. */
export const partyOf = ({ code, name }: State): string => `un-${code === '' ? asHandle(name) : code.toLowerCase()}`;

/** Where the party is registered: the code of the source, or the country in which the capital lies today. */
export const jurisdictionOf = ({ code, name }: State): string => COUNTRY_OF_THE_CAPITAL.get(code === '' ? name : code) ?? code;
