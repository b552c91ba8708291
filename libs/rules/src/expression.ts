import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { SAMPLE_FACTS, type TradeFacts } from './trade-facts.js';

/** A longer expression is refused: a rule that a person cannot read is none. */
export const MAX_EXPRESSION_LENGTH = 2_000;
/** Loops within loops cost the product of their lengths; more than two are refused. */
const MAX_NESTED_LOOPS = 2;

type Evaluate = (facts: TradeFacts) => boolean;

/** An expression that cannot be evaluated, and why. */
export class FaultyExpression extends Error {}

const environment = celEnv();
const compiled = new Map<string, Evaluate>();
const COMPILED_AT_MOST = 1_000;

/** CEL reads objects as maps. */
function toCel(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, member]) => [key, toCel(member)]));
  return value as CelInput;
}

function nestedLoops(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(nestedLoops));
  if (typeof node !== 'object' || node === null) return 0;
  const inside = Math.max(0, ...Object.values(node).map(nestedLoops));
  return (node as { case?: unknown }).case === 'comprehensionExpr' ? inside + 1 : inside;
}

function callsFunction(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ((node as { function?: unknown }).function === name) return true;
  return Object.values(node).some((member) => callsFunction(member, name));
}

function compile(source: string): Evaluate {
  if (source.length > MAX_EXPRESSION_LENGTH) throw new FaultyExpression(`it is longer than ${MAX_EXPRESSION_LENGTH} characters`);
  let syntax: ReturnType<typeof parse>;
  try {
    syntax = parse(source);
  } catch (error) {
    throw new FaultyExpression(`it is not well-formed CEL: ${messageOf(error)}`);
  }
  if (nestedLoops(syntax.expr) > MAX_NESTED_LOOPS) throw new FaultyExpression(`it nests more than ${MAX_NESTED_LOOPS} loops`);
  if (callsFunction(syntax.expr, 'matches'))
    throw new FaultyExpression('it calls matches(): patterns are not allowed, for their cost has no bound');
  const evaluate = plan(environment, syntax);
  return (facts) => {
    const result = evaluate(Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, toCel(value)])));
    if (isCelError(result)) throw new FaultyExpression(result.message);
    if (typeof result !== 'boolean') throw new FaultyExpression('it gives no boolean');
    return result;
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The value of a CEL expression over the facts of a transaction.
 * @throws FaultyExpression when it is malformed, unbounded, or asks for what the facts do not hold
 */
export function evaluate(source: string, facts: TradeFacts): boolean {
  let run = compiled.get(source);
  if (!run) {
    run = compile(source);
    if (compiled.size >= COMPILED_AT_MOST) compiled.clear();
    compiled.set(source, run);
  }
  return run(facts);
}

/** Why the expression would fail on an ordinary transaction, or undefined when it would not. */
export function faultOf(source: string): string | undefined {
  try {
    evaluate(source, SAMPLE_FACTS);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
