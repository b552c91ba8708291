import type { Position } from '@concord/kernel';
import { CannotBeDone } from '../cannot-be-done.js';
import type { PublishedNorm } from './government.js';
import { inDays, named, register, type Scene, today } from './scene.js';
import { waitFor } from './waiting.js';

const MAGNET_KITES = { hsCode: '950300', description: 'Kites with magnets', quantity: 2, unitPrice: '24.90' };

const LICENCE = /* GraphQL */ `
  query ($id: ID!, $on: CalendarDate!, $atLeast: Position) {
    licence(id: $id, atLeast: $atLeast) { status hsCodes validFrom validUntil validOn(on: $on) }
  }
`;

interface LicenceAnswer {
  readonly licence: { readonly status: string; readonly hsCodes: readonly string[]; readonly validUntil: string };
}

const TRANSACTION = /* GraphQL */ `
  query ($id: ID!, $atLeast: Position) {
    transaction(id: $id, atLeast: $atLeast) {
      status
      total { amount currency }
      answer
      licences
      afterSaleUntil
      findings { normId version eId result consequence mustHold }
    }
  }
`;

interface Finding {
  readonly normId: string;
  readonly version: number;
  readonly eId: string;
  readonly result: string;
  readonly consequence: string | null;
  readonly mustHold: string;
}

interface Transaction {
  readonly status: string;
  readonly total: { readonly amount: string; readonly currency: string };
  /** Null until the check is done. */
  readonly answer: string | null;
  readonly licences: readonly string[];
  readonly afterSaleUntil: string | null;
  readonly findings: readonly Finding[];
}

interface TransactionAnswer {
  readonly transaction: Transaction;
}

const placeOf = ({ normId, version, eId }: Finding): string => `${normId}, ${eId} in version ${version}`;

/** An enterprise comes to the market, sells, is refused, sells again and delivers. The id of the transaction that was delivered. */
export async function trade(scene: Scene, { normId }: PublishedNorm): Promise<string> {
  const { client, telling, cast } = scene;
  const { kiteToys, ana } = cast;
  telling.section('Enterprise and trade');
  await register(scene, kiteToys, ana);
  await comeToMarket(scene);

  const refused = await sell(scene, named(scene, 'sale-without-report'), []);
  if (refused.answer !== 'REFUSED') throw unexpected('REFUSED', refused);
  const breach = refused.findings.find((finding) => finding.result === 'BREACH' && finding.normId === normId);
  if (!breach) throw unexpected(`REFUSED by ${normId}`, refused);
  telling.step(
    `Kite Toys sells magnet kites for ${refused.total.amount} ${refused.total.currency} from CN to Ana in the US, and has no test report. The platform checks it: ${refused.answer} by ${placeOf(breach)}, which demands ${breach.mustHold}.`,
  );

  const transactionId = named(scene, 'sale');
  const admitted = await sell(scene, transactionId, ['TEST_REPORT']);
  if (admitted.answer !== 'ADMITTED') throw unexpected('ADMITTED', admitted);
  const met = admitted.findings.filter(({ result }) => result === 'MET').map(placeOf);
  telling.step(
    `With the report in hand it sells again (${transactionId}): ${admitted.answer}, under the licence ${admitted.licences.join(', ')}. Met: ${met.join('; ')}.`,
  );

  const { position } = await client.issue(ana, 'ConfirmDelivery', { transactionId });
  const { transaction } = await client.ask<TransactionAnswer>(ana, TRANSACTION, { id: transactionId, atLeast: position });
  telling.step(`Ana confirms the delivery: ${transaction.status}. The after-sale window is open until ${transaction.afterSaleUntil}.`);
  return transactionId;
}

async function comeToMarket(scene: Scene): Promise<void> {
  const { client, telling, cast } = scene;
  const { kiteToys, productSafety } = cast;
  await client.issue(kiteToys, 'FileRegistration', {
    enterpriseId: kiteToys.id,
    legalName: 'Kite Toys Co., Ltd.',
    country: 'CN',
    operationMode: 'SELF_OPERATED',
    hsCodes: ['9503'],
  });
  telling.step('Kite Toys files its registration, once for every department: a self-operated seller of toys (HS 9503) in China.');

  const licenceId = named(scene, 'licence');
  await client.issue(kiteToys, 'ApplyForLicence', {
    licenceId,
    agency: productSafety.id,
    jurisdiction: 'US',
    hsCodes: ['9503'],
    reason: 'We want to sell toys to consumers in the US.',
  });
  const grant = { licenceId, validFrom: today(), validUntil: inDays(365) };
  const { position } = await client.issue(productSafety, 'GrantLicence', grant);
  const asked = { id: licenceId, on: today(), atLeast: position };
  const { licence } = await client.ask<LicenceAnswer>(null, LICENCE, asked);
  telling.step(
    `It applies for access to the US market, and the Product Safety Agency grants ${licenceId} for HS ${licence.hsCodes.join(', ')} until ${licence.validUntil}: ${licence.status}.`,
  );
}

/** Opens a transaction and waits for the check. */
async function sell({ client, cast }: Scene, transactionId: string, documents: readonly string[]): Promise<Transaction> {
  const { kiteToys, ana } = cast;
  await client.issue(kiteToys, 'OpenTransaction', {
    transactionId,
    buyer: ana.id,
    kind: 'B2C',
    origin: 'CN',
    destination: 'US',
    currency: 'USD',
    lines: [MAGNET_KITES],
    documents,
  });
  return waitFor(`the check of ${transactionId}`, async () => {
    const { transaction } = await client.ask<{ readonly transaction: Transaction | null }>(kiteToys, TRANSACTION, { id: transactionId });
    return transaction?.answer ? transaction : undefined;
  });
}

/** Norms that others published on this platform may speak about the goods, too. */
const unexpected = (expected: string, { answer, findings }: Transaction): CannotBeDone => {
  const said = findings.map((finding) => `${placeOf(finding)}: ${finding.result}, ${finding.mustHold}`).join('; ');
  return new CannotBeDone(
    `The demo expected the transaction to be ${expected}, and it is ${answer}. The norms in force say: ${said || 'nothing'}`,
  );
};

/** The buyer is content: nothing is open any more. Where the log then stands. */
export async function closeSale({ client, telling, cast }: Scene, transactionId: string): Promise<Position> {
  const { position } = await client.issue(cast.ana, 'CloseTransaction', { transactionId });
  const { transaction } = await client.ask<TransactionAnswer>(cast.ana, TRANSACTION, { id: transactionId, atLeast: position });
  telling.step(`Ana has nothing more to ask, and closes the transaction: ${transaction.status}.`);
  return position;
}
