import type { CalendarDate } from '@concord/kernel';
import type { Pair } from '@concord/rules';
import { type CoverageMap, drawn, type Findings } from './coverage-map.js';
import { heatMap, SHADES } from './heat-map.js';
import type { Sum } from './trade-sums.js';

const day = (text: string) => text as CalendarDate;
const norm = (id: string, jurisdiction: string, ...hsCodes: string[]) => ({ id, jurisdiction, hsCodes, titles: [] });
const trade = (jurisdiction: string, code: string, transactions: number): Sum => ({
  jurisdiction,
  direction: 'IMPORT',
  code,
  transactions,
  values: [{ amount: '10.00', currency: 'EUR' }],
});

const mapOf = (findings: Partial<Findings>): CoverageMap =>
  drawn({
    on: day('2026-06-01'),
    days: { from: day('2026-01-01'), until: day('2026-06-01') },
    asked: null,
    norms: [],
    volumes: [],
    uncovered: [],
    found: { conflicts: [], undecided: [], pairsLeft: 0 },
    ...findings,
  });

const pair = ['DE', 'EU'].map((jurisdiction) => ({ normId: 'norm', jurisdiction })) as unknown as Pair;
const lines = [{ hsCode: '950300', quantity: 1n, unitPriceMinorUnits: 1n }];
const conflict = { pair, conflict: { verdict: 'CONFLICT', example: { transaction: { lines } } } } as never;

const titlesIn = (svg: string): readonly string[] => [...svg.matchAll(/<g><title>([^<]*)<\/title>/g)].map(([, title = '']) => title);
const labelsIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*fill="#[0-9a-f]{6}">([^<]*)<\/text><\/g>/g)].map(([, label = '']) => label);

describe('The heat map', () => {
  it('says of each cell in words and in signs what its shade alone would not', () => {
    const svg = heatMap(
      mapOf({
        norms: [norm('eu-toys', 'EU', '9503'), norm('de-toys', 'DE', '950300'), norm('de-all', 'DE')],
        volumes: [trade('DE', '95', 12), trade('DE', '64', 1)],
        uncovered: [trade('DE', '640399', 1)],
        found: { conflicts: [conflict], undecided: [], pairsLeft: 0 },
      }),
    );
    expect(titlesIn(svg)).toEqual([
      'Germany, chapter 64: Footwear; gaiters and the like; parts of such articles. 0 norms in force; 1 transaction. Without a norm: 640399 (import, 1 transaction).',
      'Germany, chapter 95: Toys, games and sports requisites; parts and accessories thereof. 2 norms in force; 12 transactions. 1 conflict between requirements.',
      'European Union, chapter 95: Toys, games and sports requisites; parts and accessories thereof. 1 norm in force; 0 transactions. 1 conflict between requirements.',
    ]);
    expect(labelsIn(svg)).toEqual(['○', '2×', '1×']);
  });

  it('of nothing says so', () => {
    expect(heatMap(mapOf({}))).toContain('Nothing to show');
    expect(heatMap(mapOf({ asked: ['US'] }))).toContain('United States of Amer… US');
  });

  /** WCAG 2.2, relative luminance and contrast ratio. */
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  it.each(SHADES)('can be read where trade is $label', ({ fill, text }) => {
    const [dark = 0, bright = 0] = [luminance(fill), luminance(text)].sort((a, b) => a - b);
    expect((bright + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});
