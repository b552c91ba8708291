import { any, CHARACTERS_A_STEP, comparable, either, list, NUMBER, nameOf, TRUTH, type Type, text, weightOf } from './types.js';

/** What an operator or function makes of its operands. */
export interface Made {
  readonly type: Type;
  /** Steps, without those of the operands. */
  readonly cost: number;
}

/** What is made of operands of these types; undefined where it does not take them. */
type Rule = (...operands: readonly Type[]) => Made | undefined;

/** An error takes the time of many steps: each remembers where it arose. */
const COST_OF_AN_ERROR = 30;
/** Digits, and a sign. */
const LONGEST_NUMBER = 20;

/** Whether the operands can be of a kind, as far as is known. */
const is = (kind: Type['kind'], ...types: readonly (Type | undefined)[]): boolean =>
  types.every((type) => type?.kind === kind || type?.kind === 'NOTHING' || type?.kind === 'ANY');

const ofTwo =
  (rule: (a: Type, b: Type) => Made | undefined): Rule =>
  (a, b, ...rest) =>
    a && b && rest.length === 0 ? rule(a, b) : undefined;
const ofOne =
  (rule: (operand: Type) => Made | undefined): Rule =>
  (operand, ...rest) =>
    operand && rest.length === 0 ? rule(operand) : undefined;

/** What can be said where types are at fault: that every operand may be looked at for each part of every other. */
export function unknown(operands: readonly Type[]): Made {
  const weights = operands.map(weightOf);
  const cost = weights.reduce((product, weight) => product * weight, 1);
  return { type: any(weights.reduce((sum, weight) => sum + weight, LONGEST_NUMBER)), cost };
}

const logical: Rule = (...operands) => (is('TRUTH', ...operands) ? { type: TRUTH, cost: 1 } : undefined);

const equality = ofTwo((a, b) => {
  const both = either(a, b);
  return both && comparable(both) ? { type: TRUTH, cost: 1 + Math.min(weightOf(a), weightOf(b)) } : undefined;
});

const order = ofTwo((a, b) => {
  const fits = is('NUMBER', a, b) || is('TEXT', a, b);
  return fits ? { type: TRUTH, cost: 1 + Math.min(weightOf(a), weightOf(b)) } : undefined;
});

/** Any of these can leave the 64 bits, or divide by zero. */
const arithmetic = ofTwo((a, b) => (is('NUMBER', a, b) ? { type: NUMBER, cost: COST_OF_AN_ERROR } : undefined));

const addition = ofTwo((a, b) => {
  if (a.kind === 'ANY' || b.kind === 'ANY') return unknown([a, b]);
  if (is('NUMBER', a, b)) return { type: NUMBER, cost: COST_OF_AN_ERROR };
  if (a.kind === 'TEXT' && b.kind === 'TEXT') return { type: text(a.atMost + b.atMost), cost: weightOf(a) + weightOf(b) };
  if (a.kind !== 'LIST' || b.kind !== 'LIST') return undefined;
  const of = either(a.of, b.of);
  return of && { type: list(of, a.atMost + b.atMost, Math.max(a.joints, b.joints) + 1), cost: 2 };
});

const membership = ofTwo((item, group) => {
  if (group.kind === 'MAP') return either(item, group.key) && { type: TRUTH, cost: 2 };
  if (group.kind !== 'LIST') return undefined;
  const both = either(item, group.of);
  if (!both || !comparable(both)) return undefined;
  return { type: TRUTH, cost: 1 + group.atMost * (group.joints + Math.min(weightOf(item), weightOf(group.of))) };
});

const place = ofTwo((group, at) => {
  if (group.kind === 'LIST' && is('NUMBER', at)) return { type: group.of, cost: group.joints + COST_OF_AN_ERROR };
  return group.kind === 'MAP' && either(group.key, at) ? { type: group.value, cost: COST_OF_AN_ERROR } : undefined;
});

const choice: Rule = (condition, then, otherwise, ...rest) => {
  const type = then && otherwise && either(then, otherwise);
  return type && is('TRUTH', condition) && rest.length === 0 ? { type, cost: 1 } : undefined;
};

const size = ofOne((operand) =>
  operand.kind === 'TEXT' || operand.kind === 'LIST' || operand.kind === 'MAP'
    ? { type: NUMBER, cost: operand.kind === 'TEXT' ? operand.atMost / 10 + 1 : 1 }
    : undefined,
);

const searched = ofTwo((a, b) =>
  a.kind === 'TEXT' && b.kind === 'TEXT' ? { type: TRUTH, cost: 1 + (a.atMost * b.atMost) / CHARACTERS_A_STEP } : undefined,
);
const edge = ofTwo((a, b) => (is('TEXT', a, b) ? { type: TRUTH, cost: 1 + weightOf(b) } : undefined));

/** Operators as CEL's parser names them, functions, and methods with a dot before: their first operand is the receiver. */
const RULES: Readonly<Record<string, Rule>> = {
  '_&&_': logical,
  '_||_': logical,
  '!_': ofOne((operand) => (is('TRUTH', operand) ? { type: TRUTH, cost: 1 } : undefined)),
  '_?_:_': choice,
  '_==_': equality,
  '_!=_': equality,
  '_<_': order,
  '_<=_': order,
  '_>_': order,
  '_>=_': order,
  '_+_': addition,
  '_-_': arithmetic,
  '_*_': arithmetic,
  '_/_': arithmetic,
  '_%_': arithmetic,
  '-_': ofOne((operand) => (is('NUMBER', operand) ? { type: NUMBER, cost: COST_OF_AN_ERROR } : undefined)),
  '@in': membership,
  '_[_]': place,
  size,
  '.size': size,
  '.startsWith': edge,
  '.endsWith': edge,
  '.contains': searched,
  int: ofOne((operand) => (is('TEXT', operand) ? { type: NUMBER, cost: COST_OF_AN_ERROR + weightOf(operand) } : undefined)),
  string: ofOne((operand) => (is('NUMBER', operand) ? { type: text(LONGEST_NUMBER), cost: 1 } : undefined)),
};

/** The operator as its author writes it: `_==_` is `==`. */
const written = (name: string): string => name.replace(/^@/, '').replaceAll('_', ' ').trim();

const LOOPS = new Set(['.all', '.exists', '.exists_one', '.existsOne', '.map', '.filter']);

function strange(name: string): string {
  const called = `${name.replace(/^\./, '')}()`;
  return LOOPS.has(name) ? `${called} takes a name for the item, and what to do with each` : `there is no function ${called} here`;
}

/** What is made, or why nothing can be made, of operands of these types. */
export function made(name: string, operands: readonly Type[]): Made | string {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (!rule) return strange(name);
  const result = rule(...operands);
  if (result) return result;
  if (operands.some(({ kind }) => kind === 'ANY')) return unknown(operands);
  return `${written(name.replace(/^\./, ''))} does not take ${operands.map(nameOf).join(' and ')}`;
}
