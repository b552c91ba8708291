import { type BallotEvent, ballotOutcome, type Criterion } from '@concord/association';
import type { RecordedEvent } from '@concord/kernel';
import { explainer, type Ground, isAbout, type Question } from '../explainer.js';

type Facts = typeof ballotOutcome.initialState;

/** The votes that are told one by one. All of them are in the record of the ballot. */
const MOST_VOTES = 500;

const criterionGround = (kind: string, criterion: Criterion): Ground => {
  const { name, of, votes, outOf, threshold, met } = criterion;
  return { kind, says: `${name} of ${of}: ${votes} of ${outOf}, asked is ${threshold}: ${met ? 'met' : 'not met'}`, data: criterion };
};

/** Names as the ballot discloses them: a secret one published none. */
function votesGround({ secrecy, votes, published, result }: Facts): Ground {
  const told =
    secrecy === 'OPEN'
      ? votes.map(({ party, content }) => ({ party, choice: content?.choice ?? null, technicalReason: content?.technicalReason ?? null }))
      : published.map(({ party, receipt, content: { choice, technicalReason } }) => ({ party, receipt, choice, technicalReason }));
  const all = result?.all;
  return {
    kind: 'VOTES',
    says: `Counted: ${all?.inFavour ?? 0} in favour, ${all?.against ?? 0} against, ${all?.abstained ?? 0} abstained; left out: ${result?.stripped.length ?? 0}`,
    data: {
      secrecy,
      counts: all,
      stripped: result?.stripped,
      votes: told.slice(0, MOST_VOTES),
      votesLeft: Math.max(0, told.length - MOST_VOTES),
    },
  };
}

async function grounds(question: Question<Facts>): Promise<readonly Ground[]> {
  const { result, rule } = question.facts;
  if (!result || !isAbout(question, 'result', 'status', 'votes', 'published')) return [];
  return [
    {
      kind: 'RESULT',
      says: `${result.approved ? 'Approved' : 'Not approved'} by the rule ${rule.name}: ${rule.source}`,
      data: { approved: result.approved, rule },
      grounds: [
        ...(result.quorum ? [criterionGround('QUORUM', result.quorum)] : []),
        ...(result.balance ?? []).map((each) => criterionGround('BALANCE', each)),
        ...result.criteria.map((each) => criterionGround('CRITERION', each)),
        votesGround(question.facts),
      ],
    },
  ];
}

/** Why a ballot ended as it did: rule, criteria, and the votes as they are disclosed. */
export const ballotExplainer = explainer<Facts>({
  aggregate: ballotOutcome.name,
  initial: ballotOutcome.initialState,
  evolve: (facts, event: RecordedEvent) => ballotOutcome.evolve(facts, event as unknown as BallotEvent),
  told: () => ({}),
  grounds,
});
