import { currencyDigits } from '@concord/kernel';

/*
 * Units of measure by the Unified Code for Units of Measure (ucum.org), case-sensitive: those in which trade is measured. Not
 * among them are the logarithmic, medical and historical ones.
 */
const METRIC = 'm s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u eV kat cal bit By'.split(' ');
const OTHERS = (
  "10* 10^ [pi] % [ppth] [ppm] [ppb] [pptr] deg ' '' min h d a wk mo " +
  '[in_i] [ft_i] [yd_i] [mi_i] [nmi_i] [sin_i] [sft_i] [acr_us] [lb_av] [oz_av] [ston_av] [lton_av] [oz_tr] [car_m] ' +
  '[gal_us] [qt_us] [pt_us] [foz_us] [bbl_us] [gal_br] [degF] [pH]'
).split(' ');
const PREFIXES = 'Y Z E P T G M k h da d c m u n p f a z y Ki Mi Gi Ti'.split(' ');

const anyOf = (symbols: readonly string[]): string =>
  `(?:${symbols
    .toSorted((a, b) => b.length - a.length)
    .map((symbol) => symbol.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')})`;

const ANNOTATION = '\\{[!-z|~]+\\}';
const COMPONENT = `(?:(?:(?:${anyOf(PREFIXES)}?${anyOf(METRIC)}|${anyOf(OTHERS)})(?:[+-]?[1-9])?|[1-9]\\d{0,8})(?:${ANNOTATION})?|${ANNOTATION})`;
const MEASURE = new RegExp(`^/?${COMPONENT}(?:[./]${COMPONENT})*$`);
const LONGEST = 50;

/** Whether it is a unit of measure, without money. */
export const isMeasure = (code: string): boolean => code.length <= LONGEST && MEASURE.test(code);

/** The currency of an amount, or of one per measure: that of `USD`, and of `USD/kg`; undefined where there is none. */
export function currencyOf(unit: string): string | undefined {
  const [currency = '', ...measure] = unit.split('/');
  if (currencyDigits(currency) === undefined) return undefined;
  return measure.length === 0 || isMeasure(measure.join('/')) ? currency : undefined;
}

export const UNIT_RULE =
  'a unit is a currency of ISO 4217 such as USD, one per measure such as USD/kg, or a measure of UCUM such as mg/kg, d, % or 1';

export const isUnit = (unit: string): boolean => currencyOf(unit) !== undefined || isMeasure(unit);
