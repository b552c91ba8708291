import type { Stage } from './standard.events.js';

/** How a standard gets from one stage to the next: the association decides, members vote, or its time has come. */
export const MOVED_BY = ['DECISION', 'BALLOT', 'TIME'] as const;
export type MovedBy = (typeof MOVED_BY)[number];

/** The built-in rules of ballots that the built-in procedures name. */
export type MoveRule = 'ISO_IEC_NP' | 'ISO_IEC_DIS' | 'ISO_IEC_FDIS' | 'SIMPLE_MAJORITY';

/** A move that a standard can make. */
export interface Move {
  readonly from: Stage;
  readonly to: Stage;
  readonly by: MovedBy;
  /** By which rule the ballot is counted; null where it is none. */
  readonly rule: MoveRule | null;
  /** Whether it is open only after a ballot at this stage has failed. */
  readonly afterFailure: boolean;
}

/* Names are stored for ever, and what one stands for stays as it is: another procedure gets another name. */
export const PROCEDURE_NAMES = ['FAST_TRACK', 'ISO_IEC'] as const;
export type ProcedureName = (typeof PROCEDURE_NAMES)[number];

/** The rules for each move of a standard, as data. */
export interface Procedure {
  readonly name: ProcedureName;
  /** Where the rules stand. */
  readonly source: string;
  readonly moves: readonly Move[];
}

const move = (from: Stage, to: Stage, by: MovedBy, rule: MoveRule | null = null): Move => ({ from, to, by, rule, afterFailure: false });
const decision = (from: Stage, to: Stage): Move => move(from, to, 'DECISION');
const ballot = (from: Stage, to: Stage, rule: MoveRule): Move => move(from, to, 'BALLOT', rule);

/** What becomes of a text once it is published (ISO/IEC Directives, Part 1, 2.9): a revision begins again as a working draft. */
const REVIEW: readonly Move[] = [
  move('PUBLISHED', 'REVIEW', 'TIME'),
  move('CONFIRMED', 'REVIEW', 'TIME'),
  ballot('REVIEW', 'CONFIRMED', 'SIMPLE_MAJORITY'),
  ballot('REVIEW', 'REVISED', 'SIMPLE_MAJORITY'),
  ballot('REVIEW', 'WITHDRAWN', 'SIMPLE_MAJORITY'),
  decision('REVISED', 'WD'),
];

export const PROCEDURES: Readonly<Record<ProcedureName, Procedure>> = {
  FAST_TRACK: {
    name: 'FAST_TRACK',
    source: 'ISO/IEC Directives, Part 1, 2.6.3',
    moves: [decision('NP', 'WD'), decision('WD', 'CD'), decision('CD', 'DIS'), ballot('DIS', 'PUBLISHED', 'ISO_IEC_DIS'), ...REVIEW],
  },
  ISO_IEC: {
    name: 'ISO_IEC',
    source: 'ISO/IEC Directives, Part 1, 2',
    moves: [
      ballot('NP', 'WD', 'ISO_IEC_NP'),
      decision('WD', 'CD'),
      decision('CD', 'DIS'),
      ballot('DIS', 'FDIS', 'ISO_IEC_DIS'),
      ballot('FDIS', 'PUBLISHED', 'ISO_IEC_FDIS'),
      // The text of a final draft stays as it is: one that was not approved goes back to be changed (2.7).
      { ...decision('FDIS', 'CD'), afterFailure: true },
      { ...decision('FDIS', 'DIS'), afterFailure: true },
      ...REVIEW,
    ],
  },
};

/** What a ballot at a stage can decide. */
export interface BallotMove {
  /** The name of the built-in rule by which it is counted. */
  readonly rule: MoveRule;
  /** Where an approval can lead; one stage where one was proposed. */
  readonly to: readonly Stage[];
}

/**
 * The ballot by which a standard leaves a stage, or undefined where none leads on from there.
 * @param proposes where an approval is to lead; left out: wherever one can
 */
export function ballotAt({ moves }: Procedure, stage: Stage, proposes?: Stage | null): BallotMove | undefined {
  const found = moves.filter(({ from, to, rule }) => from === stage && rule !== null && (proposes == null || to === proposes));
  const rule = found[0]?.rule;
  return rule ? { rule, to: found.filter((each) => each.rule === rule).map(({ to }) => to) } : undefined;
}
