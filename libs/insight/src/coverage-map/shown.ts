import type { Pair, PlacedRequirement } from '@concord/rules';
import { recorded } from '@concord/trade';
import type { ProvenConflict } from './conflicts.js';
import type { CoverageMap, NormInForce } from './coverage-map.js';
import type { CoverageMapOutput, CoveringNormReference, RequirementConflict, RequirementInForce } from './coverage-map.types.js';

const MOST_NORMS = 20;

const normsShown = (norms: readonly NormInForce[]): readonly CoveringNormReference[] =>
  norms.slice(0, MOST_NORMS).map(({ id, jurisdiction, titles }) => ({ id, jurisdiction, titles }));

const requirementShown = ({ normId, jurisdiction, version, eId, requirement }: PlacedRequirement): RequirementInForce => ({
  normId,
  jurisdiction,
  version,
  eId,
  mustHold: requirement.mustHold,
});

const pairShown = ([first, second]: Pair) => ({ first: requirementShown(first), second: requirementShown(second) });

function conflictShown({ pair, conflict }: ProvenConflict): RequirementConflict {
  const [meetingFirst, meetingSecond] = conflict.meeting.map(recorded) as [ReturnType<typeof recorded>, ReturnType<typeof recorded>];
  return { ...pairShown(pair), despite: conflict.despite, example: recorded(conflict.example), meetingFirst, meetingSecond };
}

/** The map as the API shows it. */
export function mapShown({ on, days, rows, cells, conflicts, undecided, pairsLeft }: CoverageMap): CoverageMapOutput {
  return {
    on,
    from: days.from,
    to: days.until,
    rows: rows.map(({ jurisdiction, generalNorms }) => ({
      jurisdiction,
      generalNormCount: generalNorms.length,
      generalNorms: normsShown(generalNorms),
    })),
    cells: cells.map(({ norms, ...cell }) => ({
      ...cell,
      normCount: norms.length,
      norms: normsShown(norms),
      conflicts: cell.conflicts.map((conflict) => conflicts.indexOf(conflict)),
    })),
    conflicts: conflicts.map(conflictShown),
    undecided: undecided.map(({ pair, reason }) => ({ ...pairShown(pair), reason })),
    pairsLeft,
  };
}
