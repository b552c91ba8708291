import { type ComplaintEvent, counterfeitCompensation, type Remedy } from '@concord/consumer';
import { type Recorded, type RecordedEvent, streamOf } from '@concord/kernel';
import { transactionFacts } from '@concord/trade';
import { explainer, type Ground, isAbout, type Question, type Sources } from '../explainer.js';
import { procedureAt, procedureNamedIn } from '../procedure-version.js';

type Of<Type extends ComplaintEvent['type']> = Extract<ComplaintEvent, { type: Type }>['data'];
type Filed = Of<'consumer.complaint.ComplaintFiled'>;
type Decided = Of<'consumer.complaint.ComplaintDecided'>;

interface Facts {
  readonly filed: Filed | null;
  readonly answer: Of<'consumer.complaint.ComplaintAnswered'> | null;
  readonly decision: Decided | null;
  /** What is owed, by agreement or by decision. */
  readonly remedies: readonly Remedy[];
  readonly agreed: boolean;
  readonly performance: Of<'consumer.complaint.RemedyPerformed'> | null;
}

function evolve(facts: Facts, recorded: RecordedEvent): Facts {
  const event = recorded as Recorded<ComplaintEvent>;
  switch (event.type) {
    case 'consumer.complaint.ComplaintFiled':
      return { ...facts, filed: event.data };
    case 'consumer.complaint.ComplaintAnswered': {
      const agreed = event.data.position === 'ACCEPT' && event.data.offer === null;
      return { ...facts, answer: event.data, agreed, remedies: agreed && facts.filed ? [facts.filed.claim] : [] };
    }
    case 'consumer.complaint.OfferAccepted':
      return { ...facts, agreed: true, remedies: [event.data.remedy] };
    case 'consumer.complaint.ComplaintDecided':
      return { ...facts, decision: event.data, remedies: event.data.remedies };
    case 'consumer.complaint.RemedyPerformed':
      return { ...facts, performance: event.data };
    default:
      return facts;
  }
}

async function procedureGround(rule: string, sources: Sources): Promise<readonly Ground[]> {
  const named = procedureNamedIn(rule);
  if (!named) return [];
  const fold = procedureAt(named.version);
  const read = await sources.read(fold, named.id);
  const says = `Procedure ${named.id}, version ${named.version}, which the complaint named`;
  return [{ kind: 'PROCEDURE', says, stream: streamOf(fold, named.id), ...(read ? { data: read.state } : { withheld: true }) }];
}

const deadlineGround = async ({ filedAt, answerBy, deadlineRule }: Filed, ranOut: boolean, sources: Sources): Promise<Ground> => ({
  kind: 'DEADLINE',
  says: `The answer was due before ${answerBy}${ranOut ? ', and none had come' : ''}: ${deadlineRule}`,
  data: { filedAt, answerBy, deadlineRule, ranOut },
  grounds: await procedureGround(deadlineRule, sources),
});

const evidenceGrounds = ({ evidence }: Filed): readonly Ground[] =>
  evidence.map((file) => ({ kind: 'EVIDENCE', says: `A file of the complainant, ${file.mediaType}, SHA-256 ${file.sha256}`, data: file }));

async function transactionGround({ transactionId, total }: Filed, sources: Sources): Promise<Ground> {
  const read = await sources.read(transactionFacts, transactionId);
  const stream = streamOf(transactionFacts, transactionId);
  const says = `Transaction ${transactionId}, of ${total.amount} ${total.currency}, about which it complains`;
  return { kind: 'TRANSACTION', says, stream, ...(read ? { data: read.state } : { withheld: true }) };
}

/** How a compensation was reckoned: the rule that the decision recorded, over the price. */
function compensationGround({ compensation, remedies }: Decided): readonly Ground[] {
  if (!compensation) return [];
  const price = remedies.find(({ remedy }) => remedy === 'REFUND')?.amount ?? null;
  const reckoned = price && counterfeitCompensation(price, compensation);
  const { multiple, minimum, source } = compensation;
  const sum = reckoned && price ? `, so ${reckoned.amount} ${reckoned.currency} on ${price.amount} ${price.currency}` : '';
  const says = `${multiple} times the price, and ${minimum.amount} ${minimum.currency} at least${sum}: ${source}`;
  return [{ kind: 'RULE', says, data: { ...compensation, price, reckoned } }];
}

async function decisionGround(decision: Decided, filed: Filed, sources: Sources): Promise<Ground> {
  const { outcome, byDefault, agency, reasons, rule } = decision;
  return {
    kind: 'DECISION',
    says: `${outcome} ${byDefault ? 'by default' : `by ${agency}`}: ${reasons}`,
    data: { outcome, byDefault, agency, reasons, rule },
    grounds: [
      ...compensationGround(decision),
      ...(byDefault ? [await deadlineGround(filed, true, sources)] : []),
      ...evidenceGrounds(filed),
      await transactionGround(filed, sources),
    ],
  };
}

async function grounds(question: Question<Facts>, sources: Sources): Promise<readonly Ground[]> {
  const { filed, decision, agreed, answer, remedies, performance } = question.facts;
  if (!filed) return [];
  const found: Ground[] = [];
  if (isAbout(question, 'status', 'decision', 'remedies', 'offer')) {
    if (decision) found.push(await decisionGround(decision, filed, sources));
    else if (agreed)
      found.push({ kind: 'AGREEMENT', says: 'The two parties agreed on it', data: { claim: filed.claim, answer, remedies } });
  }
  if (isAbout(question, 'answerBy', 'deadlineRule') && !decision?.byDefault) found.push(await deadlineGround(filed, false, sources));
  if (isAbout(question, 'status', 'closeBy') && performance) found.push({ kind: 'DEADLINE', says: performance.rule, data: performance });
  return found;
}

/** Why a complaint was decided as it was: the rule of its remedies, the deadline that ran out, the evidence. */
export const complaintExplainer = explainer<Facts>({
  aggregate: 'consumer.complaint',
  initial: { filed: null, answer: null, decision: null, remedies: [], agreed: false, performance: null },
  evolve,
  told: ({ filed, answer, decision, remedies, performance }) => ({
    ...(filed && { transactionId: filed.transactionId, evidence: filed.evidence, narrative: filed.narrative, filedAt: filed.filedAt }),
    ...(answer && { answer }),
    ...(decision && { decision: { ...decision, remedies: undefined } }),
    remedies,
    ...(performance && { performance }),
  }),
  grounds,
});
