import type { CalendarDate } from '@concord/kernel';
import { covers } from '@concord/reference-data';
import { ready, run, valuesRead } from './expression.js';
import type { Parameter, ParameterValue } from './parameter.js';
import type { TradeFacts } from './trade-facts.js';

/** What a breach does: the transaction is refused, waits for the agency, or goes on with a note. */
export const BREACHES = ['REFUSE', 'HOLD', 'FLAG'] as const;
export type Breach = (typeof BREACHES)[number];

/** Whose side of the border a requirement watches: goods that come in, or goods that go out. */
export const DIRECTIONS = ['IMPORT', 'EXPORT'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The machine-checkable part of a provision. */
export interface Requirement {
  readonly direction: Direction;
  /** The goods it is about; a shorter code covers all longer ones. None means all goods. */
  readonly hsCodes: readonly string[];
  /** A CEL expression that must be true for the requirement to apply at all; null means always. */
  readonly appliesWhen: string | null;
  /** A CEL expression that must be true of a transaction to which the requirement applies. */
  readonly mustHold: string;
  readonly onBreach: Breach;
  /** The values that its expressions name as `parameter.<name>`. */
  readonly parameters: readonly Parameter[];
}

/** A requirement and the place where it stands. */
export interface RequirementAtPlace {
  readonly normId: string;
  readonly version: number;
  readonly eId: string;
  readonly requirement: Requirement;
}

/** A requirement that is in force somewhere. */
export interface PlacedRequirement extends RequirementAtPlace {
  readonly jurisdiction: string;
  /** The first day of the version in which it stands. */
  readonly inForceFrom: CalendarDate;
}

/** `BREACH` of a requirement, `MET`, or `UNDECIDED` when its expression failed on these facts. */
export type Result = 'MET' | 'BREACH' | 'UNDECIDED';

/** What one requirement said of one transaction: enough to check it again. */
export interface Finding {
  readonly normId: string;
  readonly version: number;
  readonly eId: string;
  readonly result: Result;
  /** What follows from the result; null when the requirement is met. */
  readonly consequence: Breach | null;
  readonly mustHold: string;
  /** The values of its parameters on the day, as far as they were read. */
  readonly parameters: readonly ParameterValue[];
  /** Why it is undecided; null otherwise. */
  readonly fault: string | null;
}

export const ANSWERS = ['ADMITTED', 'HELD', 'REFUSED'] as const;
/** The answer of all requirements together: the gravest consequence decides. */
export type CheckAnswer = (typeof ANSWERS)[number];

const concerns = ({ requirement }: RequirementAtPlace, { transaction }: TradeFacts): boolean =>
  requirement.hsCodes.length === 0 || transaction.lines.some((line) => requirement.hsCodes.some((code) => covers(code, line.hsCode)));

/** The finding, or undefined when the requirement does not apply. What cannot be decided holds the transaction for a person. */
function judge({ normId, version, eId, requirement }: RequirementAtPlace, facts: TradeFacts): Finding | undefined {
  const { appliesWhen, mustHold, onBreach, parameters } = requirement;
  const read = new Map<string, ParameterValue>();
  const holds = (source: string): boolean => {
    const expression = ready(source, parameters);
    const values = valuesRead(expression, parameters, facts.transaction.openedOn);
    for (const value of values) read.set(value.name, value);
    return run(expression, facts, values);
  };
  const finding = (result: Result, consequence: Breach | null, fault: string | null): Finding => ({
    normId,
    version,
    eId,
    result,
    consequence,
    mustHold,
    parameters: [...read.values()],
    fault,
  });
  try {
    if (appliesWhen !== null && !holds(appliesWhen)) return undefined;
    return holds(mustHold) ? finding('MET', null, null) : finding('BREACH', onBreach, null);
  } catch (error) {
    return finding('UNDECIDED', onBreach === 'FLAG' ? 'FLAG' : 'HOLD', error instanceof Error ? error.message : String(error));
  }
}

/** Every requirement that applies, with its result; and the answer that follows. Requirements come already picked by day and place. */
export function check(
  requirements: readonly RequirementAtPlace[],
  facts: TradeFacts,
): { readonly answer: CheckAnswer; readonly findings: readonly Finding[] } {
  const findings = requirements
    .filter((placed) => concerns(placed, facts))
    .map((placed) => judge(placed, facts))
    .filter((finding) => finding !== undefined);
  const gravest = (breach: Breach) => findings.some(({ consequence }) => consequence === breach);
  return { answer: gravest('REFUSE') ? 'REFUSED' : gravest('HOLD') ? 'HELD' : 'ADMITTED', findings };
}
