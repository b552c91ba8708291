import { addToInstant, type Duration, instantOf, type Phase, type Position } from '@concord/kernel';
import type { PublishedNorm } from './government.js';
import { register, type Scene } from './scene.js';

const HISTORY = /* GraphQL */ `
  query ($id: ID!) {
    history(id: $id, first: 100) { totalCount nodes { position type party } }
  }
`;

interface HistoryAnswer {
  readonly history: { readonly totalCount: number; readonly nodes: readonly { readonly position: Position; readonly type: string }[] };
}

/** A mandate is in force as soon as the read model has it. */
const MANDATES = /* GraphQL */ `
  query ($atLeast: Position) {
    auditMandates(atLeast: $atLeast) { totalCount }
  }
`;

const AS_OF = /* GraphQL */ `
  query ($id: ID!, $position: Position) {
    objectAsOf(id: $id, position: $position) { revision state }
  }
`;

interface AsOfAnswer {
  readonly objectAsOf: {
    readonly revision: number;
    readonly state: { readonly status: string; readonly timeline: { readonly acts: readonly { readonly kind: string }[] } };
  };
}

const DOSSIER = /* GraphQL */ `
  query ($id: ID!, $atLeast: Position) {
    dossier(kind: TRANSACTION, id: $id, atLeast: $atLeast) {
      withheld
      steps { relation event { position phase party type data } }
    }
  }
`;

interface Step {
  readonly relation: string;
  readonly event: {
    readonly position: Position;
    readonly phase: Phase;
    readonly party: string;
    readonly type: string;
    readonly data: { readonly answer?: string; readonly outcome?: string };
  };
}

interface DossierAnswer {
  readonly dossier: { readonly withheld: readonly string[]; readonly steps: readonly Step[] };
}

/** The transaction, and the place in the log where it ended. */
interface ClosedSale {
  readonly transactionId: string;
  readonly closed: Position;
}

/** `government.norm.NormPublished` is "norm published". */
const wordsOf = (type: string): string => {
  const fact = type.slice(type.lastIndexOf('.') + 1);
  return fact.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
};

function whatOf({ event: { type, data } }: Step): string {
  const result = data.answer ?? data.outcome;
  return result === undefined ? wordsOf(type) : `${wordsOf(type)}: ${result}`;
}

/** An auditor looks at the norm as it was, and reads everything that everybody did about the transaction. */
export async function audit(
  scene: Scene,
  { normId, beforeAmendment }: PublishedNorm,
  { transactionId, closed }: ClosedSale,
): Promise<void> {
  const { client, telling, cast } = scene;
  const { auditor, productSafety } = cast;
  telling.section('Audit');
  await register(scene, auditor);
  const { position } = await client.issue(productSafety, 'GrantAuditMandate', {
    auditor: auditor.id,
    scope: { everything: true },
    purpose: 'Was the trade in toys watched as the law has it?',
    until: addToInstant(instantOf(new Date()), 'P1D' as Duration),
  });
  await client.ask(auditor, MANDATES, { atLeast: position });
  telling.step(`${productSafety.name} grants ${auditor.name} a mandate for a day, over everything that concerns it or its jurisdiction.`);

  const { history } = await client.ask<HistoryAnswer>(auditor, HISTORY, { id: normId });
  const acts = history.nodes.map(({ position, type }) => `${wordsOf(type)} (${position})`).join(', ');
  telling.step(`The history of ${normId}, with the place of each act in the log: ${acts}.`);

  const then = await client.ask<AsOfAnswer>(auditor, AS_OF, { id: normId, position: beforeAmendment });
  const now = await client.ask<AsOfAnswer>(auditor, AS_OF, { id: normId });
  telling.step(`As the log stood at ${beforeAmendment} it was ${describe(then)}. Now it is ${describe(now)}. Nothing was overwritten.`);

  const { dossier } = await client.ask<DossierAnswer>(auditor, DOSSIER, { id: transactionId, atLeast: closed });
  const { steps, withheld } = dossier;
  telling.step(`The dossier of ${transactionId}, ${steps.length} acts${withheld.length > 0 ? `; withheld: ${withheld.join(', ')}` : ''}:`);
  telling.line('');
  telling.table(
    ['position', 'phase', 'party', 'what'],
    steps.map((step) => [step.event.position, step.event.phase, step.event.party, whatOf(step)]),
  );
}

const describe = ({ objectAsOf: { state } }: AsOfAnswer): string => {
  const acts = state.timeline.acts.map(({ kind }) => kind.toLowerCase());
  return `${state.status}, and what had happened to its text was: ${acts.join(', ')}`;
};
