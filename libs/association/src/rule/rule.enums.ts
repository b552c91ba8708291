import { graphqlEnum } from '@concord/graphql';
import { BUILT_IN_NAMES } from './built-in.js';
import { CHOICES, COMPARISONS, MEASURES, STRIPPING_REASONS, VOTERS } from './rule.js';

export const ChoiceEnum = graphqlEnum('BallotChoice', CHOICES, 'What a party votes.');
export const StrippingReasonEnum = graphqlEnum('VoteStrippingReason', STRIPPING_REASONS, 'Why a vote that was cast is not counted.');
export const BuiltInRuleEnum = graphqlEnum(
  'BuiltInBallotRule',
  BUILT_IN_NAMES,
  'The rules that are there: of the ISO/IEC Directives for a proposal, a committee draft, an enquiry draft and a final draft; of IEEE SA; simple majority, two thirds of those present and voting, unanimity, and consensus, which is no sustained objection.',
);
export const VotersEnum = graphqlEnum(
  'BallotVoters',
  VOTERS,
  'Whose votes are asked about: those of all on the roll, or of the P-members.',
);
export const MeasureEnum = graphqlEnum(
  'BallotMeasure',
  MEASURES,
  'What a criterion counts. RETURNED are all votes that were cast, COUNTED those of them that the rule does not leave out, DECIDED those of these that are IN_FAVOUR or AGAINST; the rest of them ABSTAINED. ROLL are those who might vote. WITH_EXPERTS are the counted votes in favour that name an expert, EXPERTS the experts that they name.',
);
export const ComparisonEnum = graphqlEnum('BallotComparison', COMPARISONS, 'How what is counted stands to what is asked.');
export const CriterionKindEnum = graphqlEnum(
  'BallotCriterionKind',
  ['SHARE', 'NUMBER'] as const,
  'Whether a criterion asks a share or a number.',
);
