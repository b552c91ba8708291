import { type Compiled, ready, run } from './expression.js';
import { type Fault, FaultyExpression, type Spot, wholeOf } from './language/syntax.js';
import type { Parameter, ParameterValue } from './parameter.js';
import { type FieldFault, faultOfParameters } from './parameter.rules.js';
import type { Requirement } from './requirement.js';
import { SAMPLE_FACTS } from './trade-facts.js';

/** Parameters as they will be in the end: some may have no value yet. */
const latestValues = (parameters: readonly Parameter[]): readonly ParameterValue[] =>
  parameters.flatMap(({ name, unit, decimals, values }) => {
    const value = values.findLast((dated) => dated.value !== null)?.value ?? null;
    return value === null ? [] : [{ name, unit, decimals, value }];
  });

/**
 * Why an expression cannot be drafted, each with its place: it is malformed, asks for what there is not, compares what cannot be
 * compared, is not true or false, could take too long, or fails on an ordinary transaction. None: it can.
 */
export function faultsOf(source: string, parameters: readonly Parameter[] = []): readonly Fault[] {
  try {
    const expression: Compiled = ready(source, parameters);
    if (expression.faults.length > 0) return expression.faults;
    run(expression, SAMPLE_FACTS, latestValues(parameters));
    return [];
  } catch (error) {
    if (!(error instanceof FaultyExpression)) throw error;
    if (error.spot) return [{ ...error.spot, message: error.message }];
    return [{ ...wholeOf(source), message: `it fails on an ordinary transaction: ${error.message}` }];
  }
}

const sentence = ({ line, column, piece, message }: Fault): string => `${message} (line ${line}, column ${column}: ${piece})`;

/** The first fault of an expression with its place, as a part of a sentence; undefined when it has none. */
export function faultOf(source: string, parameters: readonly Parameter[] = []): string | undefined {
  const [first] = faultsOf(source, parameters);
  return first && sentence(first);
}

/** Why a requirement cannot be drafted. */
export interface RequirementFault extends FieldFault {
  /** Where in its expression; null where the fault is in none. */
  readonly spot: Spot | null;
}

/** Every fault of a requirement; with faulty parameters its expressions are not looked at. */
export function faultsOfRequirement({ appliesWhen, mustHold, parameters }: Requirement): readonly RequirementFault[] {
  const faulty = faultOfParameters(parameters);
  if (faulty) return [{ ...faulty, spot: null }];
  return Object.entries({ appliesWhen, mustHold }).flatMap(([field, value]) =>
    value === null ? [] : faultsOf(value, parameters).map(({ message, ...spot }) => ({ field, value, message, spot })),
  );
}

/** The first fault of a requirement, its place in the message; undefined when there is none. */
export function faultOfRequirement(requirement: Requirement): FieldFault | undefined {
  const [first] = faultsOfRequirement(requirement);
  if (!first) return undefined;
  const { spot, message, ...fault } = first;
  return { ...fault, message: spot ? sentence({ ...spot, message }) : message };
}
