import { type Position, type Recorded, type RecordedEvent, START } from '@concord/kernel';
import type { CheckAnswer } from '@concord/rules';
import { type TransactionEvent, transactionFacts } from '@concord/trade';
import { explainer, type Ground, isAbout, type Question, type Sources } from '../explainer.js';
import { normGround } from './norm.grounds.js';

type Of<Type extends TransactionEvent['type']> = Extract<TransactionEvent, { type: Type }>['data'];
type Check = Of<'trade.transaction.TransactionChecked'>;

/** An agency's word on a transaction that the check held. */
interface Judgement extends Of<'trade.transaction.TransactionReleased'> {
  readonly released: boolean;
}

interface Facts {
  readonly opened: Of<'trade.transaction.TransactionOpened'> | null;
  readonly check: Check | null;
  /** Where the check stands in the log: norms count as they were known then. */
  readonly checkedAt: Position;
  readonly judgement: Judgement | null;
  readonly delivery: Of<'trade.transaction.TransactionDelivered'> | null;
}

function evolve(facts: Facts, recorded: RecordedEvent): Facts {
  const event = recorded as Recorded<TransactionEvent>;
  switch (event.type) {
    case 'trade.transaction.TransactionOpened':
      return { ...facts, opened: event.data };
    case 'trade.transaction.TransactionChecked':
      return { ...facts, check: event.data, checkedAt: event.position };
    case 'trade.transaction.TransactionReleased':
      return { ...facts, judgement: { ...event.data, released: true } };
    case 'trade.transaction.TransactionRefused':
      return { ...facts, judgement: { ...event.data, released: false } };
    case 'trade.transaction.TransactionDelivered':
      return { ...facts, delivery: event.data };
    default:
      return facts;
  }
}

const CONSEQUENCE: Readonly<Record<CheckAnswer, string>> = { ADMITTED: '', HELD: 'HOLD', REFUSED: 'REFUSE' };

/** The findings that a question is about: the one that it names, or those that made the answer. */
function findingsAskedFor({ path, facts: { check } }: Question<Facts>): Check['findings'] {
  if (!check) return [];
  if (path[0] === 'findings')
    return path[1] === undefined ? check.findings : check.findings.filter((_, index) => String(index) === path[1]);
  if (check.answer === 'ADMITTED') return check.findings;
  return check.findings.filter(({ consequence }) => consequence === CONSEQUENCE[check.answer]);
}

async function findingGround(finding: Check['findings'][number], { facts }: Question<Facts>, sources: Sources): Promise<Ground> {
  const { normId, version, eId, result, consequence, fault } = finding;
  const on = facts.check?.facts.transaction.openedOn ?? facts.opened?.openedOn;
  return {
    kind: 'FINDING',
    says: `${result}${consequence ? `, so ${consequence}` : ''}: provision ${eId} of norm ${normId}, version ${version}${fault ? ` (${fault})` : ''}`,
    data: finding,
    grounds: [
      ...(on === undefined ? [] : [await normGround({ normId, version, eId }, { on, known: facts.checkedAt }, sources)]),
      { kind: 'FACTS', says: 'What the requirement was asked about, as the check recorded it', data: facts.check?.facts },
    ],
  };
}

function judgementGround({ agency, jurisdiction, reason, released }: Judgement): Ground {
  const says = `${agency}, an agency of ${jurisdiction}, ${released ? 'released' : 'refused'} what the check had held: ${reason}`;
  return { kind: 'DECISION', says, data: { agency, jurisdiction, reason, released } };
}

async function grounds(question: Question<Facts>, sources: Sources): Promise<readonly Ground[]> {
  const { facts } = question;
  const found: Ground[] = [];
  if (isAbout(question, 'status', 'decision') && facts.judgement) found.push(judgementGround(facts.judgement));
  if (isAbout(question, 'status', 'answer', 'findings', 'decision')) {
    for (const finding of findingsAskedFor(question)) found.push(await findingGround(finding, question, sources));
    if (facts.check && facts.check.findings.length === 0) {
      const considered = facts.check.requirementsConsidered.length;
      found.push({ kind: 'CHECK', says: `No requirement applied; considered were ${considered}`, data: facts.check });
    }
  }
  if (isAbout(question, 'status', 'afterSaleUntil', 'deliveredAt') && facts.delivery) {
    found.push({ kind: 'DEADLINE', says: facts.delivery.rule, data: facts.delivery });
  }
  return found;
}

/** Why a transaction was admitted, held or refused: finding, norm, version, words, requirement and the facts it was asked about. */
export const transactionExplainer = explainer<Facts>({
  aggregate: transactionFacts.name,
  initial: { opened: null, check: null, checkedAt: START, judgement: null, delivery: null },
  evolve,
  told: ({ opened, check, judgement }) => ({
    ...(opened && { kind: opened.kind, lines: opened.lines, documents: opened.documents, openedOn: opened.openedOn }),
    ...(check && {
      answer: check.answer,
      findings: check.findings,
      licences: check.licences,
      requirementsConsidered: check.requirementsConsidered,
      facts: check.facts,
    }),
    ...(judgement && { decision: judgement }),
  }),
  grounds,
});
