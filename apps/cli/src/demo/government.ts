import type { Position } from '@concord/kernel';
import { CannotBeDone } from '../cannot-be-done.js';
import type { Client } from './client.js';
import { daysAgo, english, named, register, type Scene, today } from './scene.js';

/** What the other chapters have to know of the norm. */
export interface PublishedNorm {
  readonly normId: string;
  /** Where the log stood before the norm was amended. */
  readonly beforeAmendment: Position;
}

const NORM = /* GraphQL */ `
  query ($id: ID!, $on: CalendarDate!, $atLeast: Position) {
    norm(id: $id, atLeast: $atLeast) { status inForce(on: $on) versionOn(on: $on) { version provisions { eId } } }
  }
`;

interface NormAnswer {
  readonly norm: {
    readonly status: string;
    readonly inForce: boolean;
    readonly versionOn: { readonly version: number; readonly provisions: readonly { readonly eId: string }[] } | null;
  };
}

const SEARCH = /* GraphQL */ `
  query ($jurisdiction: String!, $hsCode: String!, $text: String!, $on: CalendarDate!, $atLeast: Position) {
    norms(jurisdiction: $jurisdiction, hsCode: $hsCode, text: $text, inForceOn: $on, atLeast: $atLeast) {
      totalCount
      nodes { id titles { text } }
    }
  }
`;

interface SearchAnswer {
  readonly norms: { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
}

const DAYS_IN_FORCE = 30;

/**
 * The requirements of the norm bind the seller of this run alone, so that the demo stands in nobody's way,
 * also where it is ended before the norm is repealed.
 */
const boundTo = (seller: string) => ({ direction: 'IMPORT', hsCodes: ['9503'], appliesWhen: `seller.party == "${seller}"` });

/** An agency drafts, publishes and amends a norm, and everybody finds it. */
export async function government(scene: Scene): Promise<PublishedNorm> {
  const { client, telling, cast, run } = scene;
  const { productSafety: agency, kiteToys } = cast;
  const normId = named(scene, 'magnet-toys');
  telling.section('Government');
  await register(scene, agency);

  await client.issue(agency, 'DraftNorm', {
    normId,
    jurisdiction: 'US',
    documentType: 'regulation',
    titles: english(`Safety of toys with magnets (demo ${run})`),
    hsCodes: ['9503'],
    provisions: [
      { eId: 'sec_1', heading: 'Scope', text: english('This regulation is about toys that contain magnets.') },
      {
        eId: 'sec_2',
        heading: 'Test report',
        text: english('Toys with magnets are imported with a test report of an accredited laboratory only.'),
        requirement: { ...boundTo(kiteToys.id), mustHold: '"TEST_REPORT" in transaction.documents', onBreach: 'REFUSE' },
      },
    ],
  });
  const inForceFrom = daysAgo(DAYS_IN_FORCE);
  const published = await client.issue(agency, 'PublishNorm', { normId, publishedOn: inForceFrom, inForceFrom, zone: 'UTC' });
  telling.step(
    `The Product Safety Agency drafts and publishes ${normId}, in force from ${inForceFrom}. A machine can check its § 2: toys with magnets come in with a test report, or are refused.`,
  );

  const amendedFrom = daysAgo(1);
  const amended = await client.issue(agency, 'AmendNorm', {
    normId,
    inForceFrom: amendedFrom,
    reason: 'Sellers have to be known in the market.',
    operations: [
      {
        operation: 'INSERT',
        after: 'sec_2',
        provision: {
          eId: 'sec_3',
          heading: 'Licence',
          text: english('The seller holds a market-access licence for the goods.'),
          requirement: { ...boundTo(kiteToys.id), mustHold: 'seller.licensed', onBreach: 'HOLD' },
        },
      },
    ],
  });
  const { norm } = await client.ask<NormAnswer>(null, NORM, { id: normId, on: today(), atLeast: amended.position });
  telling.step(
    `It amends the norm from ${amendedFrom}: § 3 asks the seller for a licence. Version ${norm.versionOn?.version} has the sections ${norm.versionOn?.provisions.map(({ eId }) => eId).join(', ')}.`,
  );

  await findNorm(client, scene, normId, amended.position);
  return { normId, beforeAmendment: published.position };
}

async function findNorm(client: Client, { telling, run }: Scene, normId: string, atLeast: Position): Promise<void> {
  const text = `magnets ${run}`;
  const asked = { jurisdiction: 'US', hsCode: '950300', text, on: today(), atLeast };
  const { norms } = await client.ask<SearchAnswer>(null, SEARCH, asked);
  if (!norms.nodes.some(({ id }) => id === normId)) throw new CannotBeDone(`The search for "${text}" does not find ${normId}`);
  telling.step(
    `Anybody, without a token, asks what is in force in the US today for HS 950300 with the words "${text}": ${norms.totalCount} norm, ${normId}.`,
  );
}

/** The norm has done its work: it ends today, and what was checked by it before stays as it was. */
export async function repeal({ client, telling, cast }: Scene, { normId }: PublishedNorm): Promise<void> {
  const repealedFrom = today();
  const { position } = await client.issue(cast.productSafety, 'RepealNorm', {
    normId,
    repealedFrom,
    reason: 'The recognition of test reports between the parties takes its place.',
  });
  const { norm } = await client.ask<NormAnswer>(null, NORM, { id: normId, on: repealedFrom, atLeast: position });
  telling.step(
    `The agreement takes the place of the norm: the Product Safety Agency repeals ${normId} from ${repealedFrom}. It is ${norm.status}${norm.inForce ? '' : ' and no longer in force'}; what was checked by it stays as it was.`,
  );
}
