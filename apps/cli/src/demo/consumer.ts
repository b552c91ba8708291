import { english, named, type Scene } from './scene.js';
import { waitFor } from './waiting.js';

const COMPLAINT = /* GraphQL */ `
  query ($id: ID!, $atLeast: Position) {
    complaint(id: $id, atLeast: $atLeast) {
      status
      answerBy
      deadlineRule
      decision { outcome byDefault rule }
      remedies { remedy amount { amount currency } }
    }
  }
`;

interface Remedy {
  readonly remedy: string;
  readonly amount: { readonly amount: string; readonly currency: string } | null;
}

interface Complaint {
  readonly status: string;
  readonly answerBy: string;
  readonly deadlineRule: string;
  /** Null while nobody has decided. */
  readonly decision: { readonly outcome: string; readonly byDefault: boolean; readonly rule: string | null } | null;
  readonly remedies: readonly Remedy[];
}

interface ComplaintAnswer {
  readonly complaint: Complaint;
}

const shown = (remedies: readonly Remedy[]): string =>
  remedies.map(({ remedy, amount }) => (amount ? `${remedy} of ${amount.amount} ${amount.currency}` : remedy)).join(' and ');

const look = async ({ client, cast }: Scene, id: string, atLeast?: string): Promise<Complaint> =>
  (await client.ask<ComplaintAnswer>(cast.ana, COMPLAINT, { id, atLeast })).complaint;

/** A consumer complains twice about a transaction: once the enterprise answers, and once it stays silent. */
export async function consumer(scene: Scene, transactionId: string): Promise<void> {
  scene.telling.section('Consumer');
  await answered(scene, transactionId);
  await unanswered(scene, transactionId);
}

async function answered(scene: Scene, transactionId: string): Promise<void> {
  const { client, telling, cast } = scene;
  const { ana, kiteToys } = cast;
  const complaintId = named(scene, 'complaint-torn');
  const filed = await client.issue(ana, 'FileComplaint', {
    complaintId,
    transactionId,
    ground: 'DEFECTIVE',
    narrative: 'One of the two kites was torn when it came out of the box.',
    claim: { remedy: 'REPLACEMENT' },
  });
  const { deadlineRule } = await look(scene, complaintId, filed.position);
  telling.step(`Ana complains (${complaintId}): one kite is torn, and she wants a REPLACEMENT. ${deadlineRule}.`);

  await client.issue(kiteToys, 'AnswerComplaint', {
    complaintId,
    position: 'ACCEPT',
    statement: 'We are sorry. This kite is sold out; we pay for it.',
    offer: { remedy: 'REFUND', amount: { amount: '24.90', currency: 'USD' } },
  });
  const { position } = await client.issue(ana, 'AcceptOffer', { complaintId });
  const { remedies } = await look(scene, complaintId, position);
  telling.step(`Kite Toys answers in time, accepts, and offers the price of the kite instead. Ana takes it: ${shown(remedies)}.`);
  await makeGood(scene, complaintId, 'Refund 1001');
}

const ANSWER_WITHIN = 'PT2S';

async function unanswered(scene: Scene, transactionId: string): Promise<void> {
  const { client, telling, cast } = scene;
  const procedureId = await adoptProcedure(scene);
  const complaintId = named(scene, 'complaint-counterfeit');
  const filed = await client.issue(cast.ana, 'FileComplaint', {
    complaintId,
    transactionId,
    procedureId,
    ground: 'COUNTERFEIT',
    narrative: 'The other kite carries the mark of a maker who never made it.',
    claim: { remedy: 'REFUND', amount: { amount: '24.90', currency: 'USD' } },
  });
  const { deadlineRule, answerBy } = await look(scene, complaintId, filed.position);
  telling.step(`Ana complains again (${complaintId}): the other kite is a COUNTERFEIT. ${deadlineRule}.`);
  const decided = await waitFor('the deadline to decide the complaint', async () => {
    const complaint = await look(scene, complaintId);
    return complaint.decision ? complaint : undefined;
  });
  telling.step(
    `Kite Toys stays silent until ${answerBy}, and the clock of the platform decides: ${decided.decision?.outcome} by default. It owes ${shown(decided.remedies)}.`,
  );
  await makeGood(scene, complaintId, 'Refund and compensation 1002');
}

/** Deadlines are data: an agency may set one that a demo can wait for. */
async function adoptProcedure(scene: Scene): Promise<string> {
  const { client, telling, cast } = scene;
  const procedureId = named(scene, 'fast-answers');
  const rules = { names: english('Fast answers'), answerWithin: ANSWER_WITHIN };
  await client.issue(cast.productSafety, 'AdoptProcedure', { procedureId, jurisdiction: 'US', ...rules });
  telling.step(`The Product Safety Agency adopts the procedure ${procedureId}: an enterprise answers within two seconds.`);
  return procedureId;
}

async function makeGood(scene: Scene, complaintId: string, evidence: string): Promise<void> {
  const { client, telling, cast } = scene;
  await client.issue(cast.kiteToys, 'PerformRemedy', { complaintId, evidence });
  const { position } = await client.issue(cast.ana, 'CloseComplaint', { complaintId });
  const { status } = await look(scene, complaintId, position);
  telling.step(`Kite Toys pays and shows it ("${evidence}"). Ana closes the complaint: ${status}.`);
}
