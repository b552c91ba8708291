import countries from 'i18n-iso-countries';
import { BLOC_CODES, BLOCS, isBloc } from './blocs.js';

export const COUNTRY_RULE = 'a country is a code of ISO 3166-1 alpha-2, in capitals';
export const JURISDICTION_RULE = `a jurisdiction is a code of ISO 3166-1 alpha-2 or one of the blocs ${BLOC_CODES.join(' and ')}, in capitals`;

/** The library lists XK (Kosovo), too: a code that users agreed on among themselves, which ISO 3166-1 leaves free for them. */
const USER_ASSIGNED = /^(?:AA|Q[M-Z]|X[A-Z]|ZZ)$/;

const COUNTRIES: ReadonlySet<string> = new Set(Object.keys(countries.getAlpha2Codes()).filter((code) => !USER_ASSIGNED.test(code)));

/** All country codes, in alphabetical order. */
export const countryCodes = (): string[] => [...COUNTRIES].sort();

export const isCountry = (value: unknown): value is string => typeof value === 'string' && COUNTRIES.has(value);

export const isJurisdiction = (value: unknown): value is string => isCountry(value) || isBloc(value);

/** Whose rules reach the place: a country's own and those of the blocs to which it belongs; `DE` → `DE`, `EU`. A bloc has its own alone. */
export const jurisdictionsOf = (place: string): string[] => [
  place,
  ...BLOC_CODES.filter((bloc) => (BLOCS[bloc].members as readonly string[]).includes(place)),
];

/** The countries of a jurisdiction: a bloc's members, or the country itself. */
export const countriesOf = (jurisdiction: string): string[] => (isBloc(jurisdiction) ? [...BLOCS[jurisdiction].members] : [jurisdiction]);

/** Whether the rules of `wider` reach `narrower`: a jurisdiction reaches itself, a bloc its members. */
export const reaches = (wider: string, narrower: string): boolean => jurisdictionsOf(narrower).includes(wider);

/**
 * What people call the jurisdiction.
 * @param language of the name (BCP 47); in English where the country's name is not known in it, and for blocs
 * @throws RangeError when there is no such jurisdiction.
 */
export function nameOf(jurisdiction: string, language = 'en'): string {
  if (isBloc(jurisdiction)) return BLOCS[jurisdiction].name;
  const [primary = 'en'] = language.toLowerCase().split('-');
  const name = isCountry(jurisdiction) && (countries.getName(jurisdiction, primary) ?? countries.getName(jurisdiction, 'en'));
  if (!name) throw new RangeError(`${JSON.stringify(jurisdiction)} is refused: ${JURISDICTION_RULE}`);
  return name;
}
