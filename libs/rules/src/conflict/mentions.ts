import type { CalendarDate } from '@concord/kernel';
import { type Parameter, readable, valueOn } from '../parameter.js';
import type { PlacedRequirement } from '../requirement.js';
import { type Call, type Constant, callOf, constantOf, elementsOf, loopOf, type Node, pathOf, syntaxOf } from './syntax.js';

/** Facts that are compared with constants. */
export const FACTS = [
  'transaction.kind',
  'transaction.origin',
  'transaction.destination',
  'transaction.currency',
  'transaction.openedOn',
  'transaction.valueMinorUnits',
  'seller.party',
  'seller.jurisdiction',
  'seller.registered',
  'seller.operationMode',
  'seller.licensed',
  'buyer.party',
  'line.hsCode',
  'line.quantity',
  'line.unitPriceMinorUnits',
  'document',
] as const;
export type Fact = (typeof FACTS)[number];

/** What the expressions of requirements say of each fact: all that can make a difference to their results. */
export interface Mentions {
  /**
   * The constants with which a fact is compared; none where it is only asked whether it is true. Of a number, the places at
   * which comparisons cut: each is the first number of those above.
   */
  readonly constants: ReadonlyMap<Fact, ReadonlySet<Constant>>;
  /** Beginnings of HS codes that are asked for. */
  readonly prefixes: ReadonlySet<string>;
  /** Kinds of document that are asked for by name. */
  readonly documents: ReadonlySet<string>;
  /** Whether every document is looked at, so that one that nobody names can make a difference. */
  readonly otherDocuments: boolean;
}

/** An expression that the method does not cover, and what of it. */
export class BeyondMethod extends Error {}

/** What a name stands for. */
type Meaning =
  | { readonly is: 'constants'; readonly values: readonly Constant[] }
  | { readonly is: 'fact'; readonly fact: Fact }
  | { readonly is: 'line' };
type Scope = ReadonlyMap<string, Meaning>;

const isFact = (name: string): name is Fact => (FACTS as readonly string[]).includes(name);
const BOOLEANS: ReadonlySet<Fact> = new Set<Fact>(['seller.registered', 'seller.licensed']);
const NUMBERS: ReadonlySet<Fact> = new Set<Fact>(['transaction.valueMinorUnits', 'line.quantity', 'line.unitPriceMinorUnits']);
const typeOf = (fact: Fact): string => (BOOLEANS.has(fact) ? 'boolean' : NUMBERS.has(fact) ? 'bigint' : 'string');

type CutsOf = Readonly<Record<string, (value: bigint) => readonly bigint[]>>;

const CONNECTIVES = new Set(['_&&_', '_||_', '!_', '_?_:_']);
/** Where a comparison of a number with a constant cuts the numbers in two, or cuts the constant out. */
const below = (value: bigint) => [value];
const above = (value: bigint) => [value + 1n];
const around = (value: bigint) => [value, value + 1n];
const ORDERS: CutsOf = { '_<_': below, '_>=_': below, '_<=_': above, '_>_': above };
const CUTS: CutsOf = { ...ORDERS, '_==_': around, '_!=_': around };
/** The comparison with its sides exchanged. */
const MIRRORED: Readonly<Record<string, string>> = { '_<_': '_>_', '_>_': '_<_', '_<=_': '_>=_', '_>=_': '_<=_' };

/** Reads expressions, and gathers what they mention. */
class Reader {
  readonly constants = new Map<Fact, Set<Constant>>();
  readonly prefixes = new Set<string>();
  readonly documents = new Set<string>();
  otherDocuments = false;

  constructor(private readonly parameters: Scope) {}

  /** A node whose value is true or false. */
  condition(node: Node, scope: Scope): void {
    const loop = loopOf(node);
    const call = callOf(node);
    if (loop) this.condition(loop.body, new Map(scope).set(loop.variable, this.range(loop.range, scope)));
    else if (call) this.call(call, scope);
    else this.flag(node, scope);
  }

  private call({ name, operands }: Call, scope: Scope): void {
    const [left, right] = operands as readonly [Node, Node];
    if (CONNECTIVES.has(name)) for (const operand of operands) this.condition(operand, scope);
    else if (name in CUTS) this.comparison(name, left, right, scope);
    else if (name === '@in') this.membership(left, right, scope);
    else if (name === 'startsWith') this.prefix(left, right, scope);
    else throw new BeyondMethod(`it calls ${name.replaceAll('_', '') || name}`);
  }

  private flag(node: Node, scope: Scope): void {
    const term = this.term(node, scope);
    if (term.is === 'fact' && BOOLEANS.has(term.fact)) this.mention(term.fact, []);
    else if (term.is !== 'constants' || term.values.some((value) => typeof value !== 'boolean'))
      throw new BeyondMethod('it asks whether something is true that is no yes or no');
  }

  private comparison(name: string, left: Node, right: Node, scope: Scope): void {
    const terms = [this.term(left, scope), this.term(right, scope)];
    const facts = terms.flatMap((term) => (term.is === 'fact' ? [term.fact] : []));
    const values = terms.flatMap((term) => (term.is === 'constants' ? term.values : []));
    const [fact, other] = facts;
    if (other && !facts.every((each) => BOOLEANS.has(each))) throw new BeyondMethod(`it compares ${fact} with ${other}`);
    for (const each of facts) this.mention(each, values, terms[0]?.is === 'fact' ? name : MIRRORED[name]);
  }

  private membership(element: Node, list: Node, scope: Scope): void {
    const term = this.term(element, scope);
    if (pathOf(list)?.join('.') === 'transaction.documents') {
      if (term.is !== 'constants') throw new BeyondMethod('it looks for a fact among the documents');
      for (const value of term.values) this.documents.add(textOf(value));
      return;
    }
    const values = this.listed(list, scope);
    if (term.is === 'fact') this.mention(term.fact, values);
  }

  private prefix(text: Node, beginning: Node, scope: Scope): void {
    const [whole, start] = [this.term(text, scope), this.term(beginning, scope)];
    if (start.is !== 'constants') throw new BeyondMethod('it compares the beginnings of two facts');
    if (whole.is === 'constants') return;
    if (whole.is !== 'fact' || whole.fact !== 'line.hsCode')
      throw new BeyondMethod('it asks for the beginning of a text that is no HS code');
    for (const value of start.values) this.prefixes.add(textOf(value));
  }

  private range(node: Node, scope: Scope): Meaning {
    const path = pathOf(node)?.join('.');
    if (path === 'transaction.lines') return { is: 'line' };
    if (path === 'transaction.documents') return { is: 'fact', fact: 'document' };
    return { is: 'constants', values: this.listed(node, scope) };
  }

  private listed(node: Node, scope: Scope): readonly Constant[] {
    const elements = elementsOf(node)?.map((element) => this.term(element, scope)) ?? [this.term(node, scope)];
    return elements.flatMap((term) => {
      if (term.is !== 'constants') throw new BeyondMethod('it looks into a list of facts');
      return term.values;
    });
  }

  private term(node: Node, scope: Scope): Meaning {
    const constant = constantOf(node);
    if (constant !== undefined) return { is: 'constants', values: [constant] };
    const path = pathOf(node);
    if (!path) throw new BeyondMethod('it computes with facts');
    const [first = '', ...rest] = path;
    const bound = scope.get(first);
    if (bound?.is === 'line' && isFact(`line.${rest.join('.')}`)) return { is: 'fact', fact: `line.${rest.join('.')}` as Fact };
    if (bound && bound.is !== 'line' && rest.length === 0) return bound;
    const name = path.join('.');
    const parameter = first === 'parameter' ? this.parameters.get(rest.join('.')) : undefined;
    if (parameter) return parameter;
    if (!bound && isFact(name)) return { is: 'fact', fact: name };
    throw new BeyondMethod(`it uses ${name} as a whole`);
  }

  private mention(fact: Fact, values: readonly Constant[], comparison = '_==_'): void {
    if (fact === 'document') this.otherDocuments = true;
    const known = this.constants.get(fact) ?? new Set();
    this.constants.set(fact, known);
    for (const value of values) {
      if (typeof value !== typeOf(fact)) throw new BeyondMethod(`it compares ${fact} with something of another type`);
      if (typeof value === 'bigint') for (const cut of CUTS[comparison]?.(value) ?? []) known.add(cut);
      else if (comparison in ORDERS && fact !== 'transaction.openedOn') throw new BeyondMethod(`it asks for the order of ${fact}`);
      else known.add(value);
      if (fact === 'document') this.documents.add(textOf(value));
    }
  }
}

/** What the parameters stand for on the day; one without a value then is left out, and makes the expression undecidable. */
const meaningsOf = (parameters: readonly Parameter[], day: CalendarDate): Scope =>
  new Map(
    parameters.flatMap((parameter) => {
      const value = valueOn(parameter, day);
      if (value === undefined) return [];
      const read = readable(value, parameter.decimals);
      return [[parameter.name, { is: 'constants', values: typeof read === 'bigint' ? [read] : read }] as const];
    }),
  );

function textOf(value: Constant): string {
  if (typeof value !== 'string') throw new BeyondMethod('it compares a text with something of another type');
  return value;
}

/**
 * What requirements mention, on a day that fixes their parameters.
 * @throws BeyondMethod when an expression does more than compare facts with constants
 */
export function mentionsOf(requirements: readonly PlacedRequirement[], day: CalendarDate): Mentions {
  const found: Mentions[] = requirements.map(({ requirement: { appliesWhen, mustHold, parameters } }) => {
    const reader = new Reader(meaningsOf(parameters, day));
    for (const source of [appliesWhen, mustHold]) if (source !== null) reader.condition(syntaxOf(source), new Map());
    return reader;
  });
  const constants = new Map<Fact, Set<Constant>>();
  for (const [fact, values] of found.flatMap((mentions) => [...mentions.constants])) {
    constants.set(fact, new Set([...(constants.get(fact) ?? []), ...values]));
  }
  return {
    constants,
    prefixes: new Set(found.flatMap(({ prefixes }) => [...prefixes])),
    documents: new Set(found.flatMap(({ documents }) => [...documents])),
    otherDocuments: found.some(({ otherDocuments }) => otherDocuments),
  };
}
