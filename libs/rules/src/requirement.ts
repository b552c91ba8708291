import type { CalendarDate } from '@concord/kernel';
import { covers } from '@concord/reference-data';
import { evaluate } from './expression.js';
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
}

/** A requirement and the place where it stands. */
export interface PlacedRequirement {
  readonly normId: string;
  readonly jurisdiction: string;
  readonly version: number;
  readonly eId: string;
  readonly inForceFrom: CalendarDate;
  readonly requirement: Requirement;
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
  /** Why it is undecided; null otherwise. */
  readonly fault: string | null;
}

export const ANSWERS = ['ADMITTED', 'HELD', 'REFUSED'] as const;
/** The answer of all requirements together: the gravest consequence decides. */
export type CheckAnswer = (typeof ANSWERS)[number];

const concerns = ({ requirement }: PlacedRequirement, { transaction }: TradeFacts): boolean =>
  requirement.hsCodes.length === 0 || transaction.lines.some((line) => requirement.hsCodes.some((code) => covers(code, line.hsCode)));

/** The finding, or undefined when the requirement does not apply. What cannot be decided holds the transaction for a person. */
function judge(placed: PlacedRequirement, facts: TradeFacts): Finding | undefined {
  const { normId, version, eId, requirement } = placed;
  const { appliesWhen, mustHold, onBreach } = requirement;
  const finding = (result: Result, consequence: Breach | null, fault: string | null): Finding => ({
    normId,
    version,
    eId,
    result,
    consequence,
    mustHold,
    fault,
  });
  try {
    if (appliesWhen !== null && !evaluate(appliesWhen, facts)) return undefined;
    return evaluate(mustHold, facts) ? finding('MET', null, null) : finding('BREACH', onBreach, null);
  } catch (error) {
    return finding('UNDECIDED', onBreach === 'FLAG' ? 'FLAG' : 'HOLD', error instanceof Error ? error.message : String(error));
  }
}

/** Every requirement that applies, with its result; and the answer that follows. Requirements come already picked by day and place. */
export function check(
  requirements: readonly PlacedRequirement[],
  facts: TradeFacts,
): { readonly answer: CheckAnswer; readonly findings: readonly Finding[] } {
  const findings = requirements
    .filter((placed) => concerns(placed, facts))
    .map((placed) => judge(placed, facts))
    .filter((finding) => finding !== undefined);
  const gravest = (breach: Breach) => findings.some(({ consequence }) => consequence === breach);
  return { answer: gravest('REFUSE') ? 'REFUSED' : gravest('HOLD') ? 'HELD' : 'ADMITTED', findings };
}
