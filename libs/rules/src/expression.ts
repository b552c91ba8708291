import { type CelInput, celEnv, isCelError, plan } from '@bufbuild/cel';
import type { CalendarDate } from '@concord/kernel';
import { analyse, PARAMETERS, type Scope } from './language/analysis.js';
import { type Fault, FaultyExpression, Syntax, wholeOf } from './language/syntax.js';
import { type Parameter, type ParameterValue, readable, valueOn } from './parameter.js';
import { typeOfParameters } from './parameter.rules.js';
import { excessiveFact, TRADE_CONTEXT } from './trade-context.js';
import type { TradeFacts } from './trade-facts.js';

/** A longer expression is refused: a rule that a person cannot read is none. */
export const MAX_EXPRESSION_LENGTH = 2_000;
/** No evaluation takes more steps than this: some tenths of a second. */
export const MOST_STEPS = 1_000_000;

type Context = Readonly<Record<string, CelInput>>;

/** An expression that is made ready to be evaluated many times. */
export interface Compiled {
  /** @throws FaultyExpression when it could take too long, or fails */
  readonly run: (context: Context) => boolean;
  /** What keeps it from being drafted; of old ones, it does not keep them from being evaluated. */
  readonly faults: readonly Fault[];
  /** The names of the parameters that it reads. */
  readonly reads: ReadonlySet<string>;
}

const environment = celEnv({
  re2: {
    compile() {
      throw new FaultyExpression('patterns are not allowed');
    },
  },
});
const compiled = new Map<string, Compiled | FaultyExpression>();
const COMPILED_AT_MOST = 1_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** CEL reads objects as maps. */
function toCel(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, member]) => [key, toCel(member)]));
  return value as CelInput;
}

const contexts = new WeakMap<TradeFacts, Context>();

function contextOf(facts: TradeFacts): Context {
  const known = contexts.get(facts);
  if (known) return known;
  const excess = excessiveFact(facts);
  if (excess !== undefined) throw new FaultyExpression(`${excess} is larger than a requirement may be asked about`);
  const context = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, toCel(value)]));
  contexts.set(facts, context);
  return context;
}

const scopeOf = (parameters: readonly Parameter[]): Scope =>
  new Map([...Object.entries(TRADE_CONTEXT), [PARAMETERS, typeOfParameters(parameters)] as const]);

function compile(source: string, parameters: readonly Parameter[]): Compiled {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    throw new FaultyExpression(`it is longer than ${MAX_EXPRESSION_LENGTH} characters`, wholeOf(source));
  }
  const syntax = new Syntax(source);
  const { faults, cost, parameters: reads } = analyse(syntax, scopeOf(parameters));
  const evaluate = plan(environment, syntax.parsed);
  return {
    faults,
    reads,
    run(context) {
      if (cost > MOST_STEPS) throw new FaultyExpression(`it could take more than ${MOST_STEPS} steps`, syntax.spotOf(syntax.root));
      const result = evaluate(context);
      if (isCelError(result)) throw new FaultyExpression(result.message);
      if (typeof result !== 'boolean') throw new FaultyExpression('it gives no boolean');
      return result;
    },
  };
}

/** @throws FaultyExpression when it is malformed */
export function ready(source: string, parameters: readonly Parameter[]): Compiled {
  // No name has a line break in it, so that the first one ends the names.
  const key = `${parameters.map(({ name, unit }) => (unit === null ? `${name}[]` : name)).join()}\n${source}`;
  const known =
    compiled.get(key) ??
    remember(
      key,
      attempt(() => compile(source, parameters)),
    );
  if (known instanceof FaultyExpression) throw known;
  return known;
}

function remember(key: string, outcome: Compiled | FaultyExpression): Compiled | FaultyExpression {
  if (compiled.size >= COMPILED_AT_MOST) compiled.clear();
  compiled.set(key, outcome);
  return outcome;
}

function attempt(act: () => Compiled): Compiled | FaultyExpression {
  try {
    return act();
  } catch (error) {
    return error instanceof FaultyExpression ? error : new FaultyExpression(messageOf(error));
  }
}

/** The value on the day of each parameter that the expression reads. @throws FaultyExpression when one has none */
export function valuesRead({ reads }: Compiled, parameters: readonly Parameter[], day: CalendarDate): readonly ParameterValue[] {
  return parameters
    .filter(({ name }) => reads.has(name))
    .map((parameter) => {
      const { name, unit, decimals } = parameter;
      const value = valueOn(parameter, day);
      if (value === undefined) throw new FaultyExpression(`the parameter ${name} has no value on ${day}`);
      return { name, unit, decimals, value };
    });
}

/** The result over the facts, with these values of the parameters. @throws FaultyExpression when it fails on them */
export function run({ run }: Compiled, facts: TradeFacts, values: readonly ParameterValue[]): boolean {
  const context = contextOf(facts);
  if (values.length === 0) return run(context);
  const parameters = new Map(values.map(({ name, value, decimals }) => [name, readable(value, decimals)]));
  return run({ ...context, [PARAMETERS]: parameters });
}

/**
 * The value of a CEL expression over the facts of a transaction, and over parameters as they are on its day.
 * @throws FaultyExpression when it is malformed, unbounded, or asks for what is not there
 */
export function evaluate(source: string, facts: TradeFacts, parameters: readonly Parameter[] = []): boolean {
  const expression = ready(source, parameters);
  return run(expression, facts, valuesRead(expression, parameters, facts.transaction.openedOn));
}
