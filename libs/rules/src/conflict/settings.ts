import { isCurrency } from '@concord/kernel';
import { childrenOf, countryCodes, covers, descendantsOf, isHandle, jurisdictionsOf } from '@concord/reference-data';
import type { PlacedRequirement } from '../requirement.js';
import { directionOf, type Way } from './border.js';
import type { Fact, Mentions } from './mentions.js';
import { singlesAndPairsOf, subsetsOf } from './subsets.js';

/** What is settled before anybody who trades can choose: the parties, the way, the currency, and which goods. */
export interface Setting extends Way {
  readonly kind: string;
  readonly currency: string;
  readonly seller: string;
  /** Where the seller is registered, if it is. */
  readonly sellerCountry: string;
  readonly buyer: string;
  /** Subheadings, each with one line or more. */
  readonly hsCodes: readonly string[];
}

const KINDS = ['B2C', 'B2B', 'C2C'];
const CURRENCIES = ['USD', 'EUR', 'CNY', 'JPY', 'GBP', 'CHF', 'AUD', 'SGD', 'VND', 'INR'];
const MOST_KINDS_OF_GOODS = 4;

/** One of those that no condition tells apart, for each of these groups. */
function oneOfEachLikeness(items: Iterable<string>, likenessOf: (item: string) => string): readonly string[] {
  const found = new Map<string, string>();
  for (const item of items) {
    const likeness = likenessOf(item);
    if (!found.has(likeness)) found.set(likeness, item);
  }
  return [...found.values()];
}

const mentioned = (mentions: Mentions, ...facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap((fact) => [...(mentions.constants.get(fact) ?? [])].filter((value) => typeof value === 'string')));

/** The values a condition names, and one that it does not name, as far as there are any. */
const namedAndAnother = (candidates: readonly string[], named: ReadonlySet<string>): readonly string[] =>
  oneOfEachLikeness(candidates, (value) => (named.has(value) ? value : ''));

function waysOf(pair: readonly PlacedRequirement[], mentions: Mentions): readonly Way[] {
  const ends = (fact: Fact): readonly string[] => {
    const named = mentioned(mentions, fact);
    const likeness = (place: string) =>
      JSON.stringify([named.has(place) ? place : '', ...pair.map(({ jurisdiction }) => jurisdictionsOf(place).includes(jurisdiction))]);
    return oneOfEachLikeness(countryCodes(), likeness);
  };
  const ways = ends('transaction.origin').flatMap((origin) =>
    ends('transaction.destination').map((destination) => ({ origin, destination })),
  );
  return ways.filter((way) => pair.every(({ jurisdiction, requirement }) => directionOf(jurisdiction, way) === requirement.direction));
}

const borders = new Map<string, boolean>();

/** Whether any goods can cross the borders that all these requirements watch. */
export function haveAWay(pair: readonly PlacedRequirement[]): boolean {
  const key = pair.map(({ jurisdiction, requirement }) => `${jurisdiction} ${requirement.direction}`).join();
  const known = borders.get(key) ?? waysOf(pair, NOTHING).length > 0;
  borders.set(key, known);
  return known;
}

const NOTHING: Mentions = { constants: new Map(), prefixes: new Set(), documents: new Set(), otherDocuments: false };

let subheadings: readonly string[] | undefined;

/** Every subheading of the nomenclature, read once. */
const allSubheadings = (): readonly string[] =>
  (subheadings ??= childrenOf(null).flatMap(({ code }) => descendantsOf(code).flatMap((below) => (below.level === 6 ? [below.code] : []))));

const groupings = new Map<string, readonly string[]>();
const GROUPINGS_AT_MOST = 1_000;

/** A subheading for each group of goods that the requirements tell apart. The nomenclature is long: what was found is remembered. */
function goodsOf(pair: readonly PlacedRequirement[], { constants, prefixes }: Mentions): readonly string[] {
  const named = [...(constants.get('line.hsCode') ?? [])];
  const covering = [...new Set(pair.flatMap(({ requirement }) => requirement.hsCodes))];
  const beginnings = [...prefixes];
  const key = JSON.stringify([named, beginnings, covering].map((codes) => codes.map(String).sort()));
  const known = groupings.get(key);
  if (known) return known;
  const likeness = (code: string) =>
    JSON.stringify([
      named.includes(code) ? code : '',
      beginnings.map((beginning) => code.startsWith(beginning)),
      covering.map((wider) => covers(wider, code)),
    ]);
  const goods = oneOfEachLikeness(allSubheadings(), likeness);
  if (groupings.size >= GROUPINGS_AT_MOST) groupings.clear();
  groupings.set(key, goods);
  return goods;
}

/** The parties are two: a name that both may bear is given to one of them at a time. */
function partiesOf(mentions: Mentions): readonly (readonly [seller: string, buyer: string])[] {
  const names = (fact: Fact, other: string) => [
    ...[...mentioned(mentions, fact)].filter(isHandle),
    otherThan(mentioned(mentions, fact), other),
  ];
  const pairs = names('seller.party', 'a-seller').flatMap((seller) =>
    names('buyer.party', 'a-buyer').map((buyer) => [seller, buyer] as const),
  );
  return pairs.filter(([seller, buyer]) => seller !== buyer);
}

const otherThan = (named: ReadonlySet<string>, name: string): string => (named.has(name) ? otherThan(named, `${name}-x`) : name);

export interface Settings {
  readonly all: Iterable<Setting>;
  /** Whether every setting that the requirements tell apart is among them. */
  readonly complete: boolean;
}

/** One setting for each that the requirements tell apart, in which both have goods to look at. */
export function settingsOf(pair: readonly PlacedRequirement[], mentions: Mentions): Settings {
  const goods = goodsOf(pair, mentions);
  const watched = (hsCodes: readonly string[]) =>
    pair.every(
      ({ requirement }) =>
        requirement.hsCodes.length === 0 || hsCodes.some((code) => requirement.hsCodes.some((wider) => covers(wider, code))),
    );
  const few = goods.length <= MOST_KINDS_OF_GOODS;
  const lists = (few ? subsetsOf(goods) : singlesAndPairsOf(goods)).filter((hsCodes) => hsCodes.length > 0 && watched(hsCodes));
  const kinds = namedAndAnother(KINDS, mentioned(mentions, 'transaction.kind'));
  const currencies = [...mentioned(mentions, 'transaction.currency')].filter(isCurrency);
  const countries = namedAndAnother(countryCodes(), mentioned(mentions, 'seller.jurisdiction'));
  const currencyChoice = namedAndAnother([...CURRENCIES, ...currencies], new Set(currencies));
  return { complete: few && currencyChoice.length > currencies.length, all: every() };

  function* every(): Generator<Setting> {
    for (const way of waysOf(pair, mentions))
      for (const hsCodes of lists)
        for (const kind of kinds)
          for (const currency of currencyChoice)
            for (const [seller, buyer] of partiesOf(mentions))
              for (const sellerCountry of countries) yield { ...way, hsCodes, kind, currency, seller, buyer, sellerCountry };
  }
}
