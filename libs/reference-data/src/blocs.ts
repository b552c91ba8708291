/** Unions of countries that make rules of their own, with their members as of 2026. */
export const BLOCS = {
  /** https://european-union.europa.eu/principles-countries-history/eu-countries_en */
  EU: {
    name: 'European Union',
    members: 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
  },
  /** https://asean.org/member-states; Timor-Leste is the eleventh, since 26 October 2025. */
  ASEAN: {
    name: 'Association of Southeast Asian Nations',
    members: 'BN ID KH LA MM MY PH SG TH TL VN'.split(' '),
  },
} as const satisfies Record<string, { readonly name: string; readonly members: readonly string[] }>;

export type BlocCode = keyof typeof BLOCS;

export const BLOC_CODES = Object.keys(BLOCS) as readonly BlocCode[];

export const isBloc = (value: unknown): value is BlocCode => typeof value === 'string' && Object.hasOwn(BLOCS, value);
