import { type PublishedNorm, repeal } from './government.js';
import { daysAgo, english, named, register, type Scene, today } from './scene.js';

const AGREEMENT = /* GraphQL */ `
  query ($id: ID!, $on: CalendarDate!, $atLeast: Position) {
    agreement(id: $id, atLeast: $atLeast) {
      entryIntoForceOn
      inForce(on: $on)
      partiesOn(on: $on) { jurisdiction inForceFrom }
    }
  }
`;

interface AgreementAnswer {
  readonly agreement: {
    /** Null while the formula is not met. */
    readonly entryIntoForceOn: string | null;
    readonly inForce: boolean;
    readonly partiesOn: readonly { readonly jurisdiction: string; readonly inForceFrom: string }[];
  };
}

/** Agencies of three jurisdictions agree, and their agreement enters into force with its second deposit. */
export async function cooperation(scene: Scene, norm: PublishedNorm): Promise<void> {
  const { client, telling, cast } = scene;
  const { productSafety, customs, singleMarket } = cast;
  telling.section('Cooperation');
  await register(scene, customs, singleMarket);
  const agreementId = named(scene, 'test-reports');
  const agreement = async (atLeast: string) =>
    (await client.ask<AgreementAnswer>(null, AGREEMENT, { id: agreementId, on: today(), atLeast })).agreement;

  await client.issue(customs, 'AdoptAgreement', {
    agreementId,
    titles: english('Agreement on the recognition of test reports'),
    text: english('Article 1. A test report of an accredited laboratory of one party is good in every other.'),
    invited: ['CN', 'US', 'EU'],
    adoptedOn: daysAgo(200),
    formula: { deposits: 2, waiting: 'P90D' },
    laterPartyRule: { waiting: 'P0D' },
  });
  telling.step(
    `CN, US and EU adopt ${agreementId} on ${daysAgo(200)}: test reports are recognised. It enters into force on the 90th day after the second deposit.`,
  );

  await client.issue(customs, 'SignAgreement', { agreementId, definitive: false, signedOn: daysAgo(180) });
  const first = await client.issue(customs, 'DepositInstrument', { agreementId, kind: 'RATIFICATION', depositedOn: daysAgo(120) });
  const alone = await agreement(first.position);
  telling.step(
    `CN signs, and deposits its ratification on ${daysAgo(120)}: the first of two, ${alone.entryIntoForceOn === null ? 'and nothing is in force yet' : `in force on ${alone.entryIntoForceOn}`}.`,
  );

  const second = await client.issue(productSafety, 'DepositInstrument', { agreementId, kind: 'ACCEPTANCE', depositedOn: daysAgo(100) });
  const met = await agreement(second.position);
  telling.step(
    `The US deposits its acceptance on ${daysAgo(100)}, the second: the platform reckons the entry into force, ${met.entryIntoForceOn}.`,
  );

  const third = await client.issue(singleMarket, 'DepositInstrument', {
    agreementId,
    kind: 'FORMAL_CONFIRMATION',
    depositedOn: daysAgo(1),
  });
  const { inForce, partiesOn } = await agreement(third.position);
  const parties = partiesOn.map(({ jurisdiction, inForceFrom }) => `${jurisdiction} from ${inForceFrom}`).join(', ');
  telling.step(
    `The EU confirms formally on ${daysAgo(1)}. Today the agreement is ${inForce ? 'in force' : 'not in force'} for ${parties}.`,
  );
  await repeal(scene, norm);
}
