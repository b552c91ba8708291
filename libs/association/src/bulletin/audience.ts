import { type PartyFacts, partyFacts } from '@concord/identity';
import { type Actor, type DecisionContext, firstRejection, type Load, type Rejection, reject } from '@concord/kernel';
import { reaches } from '@concord/reference-data';
import { type CommitteeState, committee } from '../committee/committee.js';
import { ownPledge, type PledgeState, pledge } from '../pledge/pledge.js';
import { boundTo, signatoryOf } from '../pledge/signatories.js';
import type { BulletinAudienceInput } from './bulletin.commands.js';
import type { Audience, AudienceKind } from './bulletin.events.js';

/** What one has to know to tell to whom a bulletin goes; null: what its audience does not ask for. */
export interface AudienceFacts {
  readonly committee: CommitteeState | null;
  readonly pledge: PledgeState | null;
  readonly party: PartyFacts | null;
}

export async function loadAudience(
  { kind, committeeId, pledgeId }: Pick<BulletinAudienceInput, 'kind' | 'committeeId' | 'pledgeId'>,
  load: Load,
  actor: Actor,
): Promise<AudienceFacts> {
  return {
    committee: committeeId ? await load(committee, committeeId) : null,
    pledge: kind === 'SIGNATORIES' && pledgeId ? await load(pledge, pledgeId) : null,
    party: kind === 'AGENCIES' ? await load(partyFacts, actor.party) : null,
  };
}

/** What each kind has to say, besides what it may. */
const NEEDED = { COMMITTEE: 'committeeId', MEMBERS: null, SIGNATORIES: 'pledgeId', AGENCIES: null } as const;
const ALLOWED = { COMMITTEE: 'committeeId', MEMBERS: null, SIGNATORIES: 'pledgeId', AGENCIES: 'jurisdictions' } as const;

function complete(input: BulletinAudienceInput): Rejection | undefined {
  const { kind } = input;
  const needed = NEEDED[kind];
  if (needed && input[needed] == null) {
    return reject('AUDIENCE_DOES_NOT_FIT', `An audience of ${kind} states its ${needed}`, { field: `audience.${needed}` });
  }
  const surplus = (['committeeId', 'pledgeId', 'jurisdictions'] as const).find((field) => input[field] != null && field !== ALLOWED[kind]);
  if (!surplus) return undefined;
  const place = { field: `audience.${surplus}`, value: input[surplus] };
  return reject('AUDIENCE_DOES_NOT_FIT', `An audience of ${kind} has no ${surplus}`, place);
}

const within = (field: string, rejection: Rejection | undefined): Rejection | undefined =>
  rejection && reject(rejection.code, rejection.message, { ...rejection.detail, field: `${field}.${rejection.detail.field}` });

const memberOf = ({ members }: CommitteeState, party: string): boolean => members.some((member) => member.party === party);

function ofTheCommittee(input: BulletinAudienceInput, { actor, facts }: DecisionContext<AudienceFacts>): Rejection | undefined {
  const place = { field: 'audience.committeeId', value: input.committeeId };
  const { committee: found } = facts;
  if (!found?.created) return reject('COMMITTEE_NOT_FOUND', 'There is no committee with this id', place);
  if (found.association === actor.party || memberOf(found, actor.party)) return undefined;
  return reject('NOT_YOURS', `${actor.party} is no member of the committee, which belongs to ${found.association}`, place);
}

function anAssociation({ kind }: BulletinAudienceInput, { actor }: DecisionContext<AudienceFacts>): Rejection | undefined {
  if (actor.kind === 'ASSOCIATION') return undefined;
  const place = { field: 'audience.kind', value: kind };
  return reject('NOT_AN_ASSOCIATION', `Only an association publishes to ${kind}; a member publishes to its COMMITTEE`, place);
}

/** The audience as it is recorded, or why the actor does not publish to it. */
export function audienceOf(input: BulletinAudienceInput, context: DecisionContext<AudienceFacts>): Audience | Rejection {
  const { kind } = input;
  const { actor, facts } = context;
  const refusal = complete(input) ?? (kind === 'COMMITTEE' ? ofTheCommittee(input, context) : anAssociation(input, context));
  if (refusal) return refusal;
  switch (kind) {
    case 'COMMITTEE': {
      const members = (facts.committee?.members ?? []).map(({ party }) => party).filter((party) => party !== actor.party);
      if (members.length > 0) return { kind, committeeId: input.committeeId ?? '', members };
      return reject('NO_RECIPIENTS', 'The committee has no other members', { field: 'audience.committeeId', value: input.committeeId });
    }
    case 'MEMBERS':
      return { kind };
    case 'SIGNATORIES': {
      const pledgeId = input.pledgeId ?? '';
      const own = facts.pledge ? ownPledge(facts.pledge, pledgeId, context) : undefined;
      return firstRejection(within('audience', own)) ?? { kind, pledgeId };
    }
    case 'AGENCIES':
      return { kind, jurisdictions: input.jurisdictions ?? [] };
  }
}

/** Whether a bulletin of the publisher goes to the actor now. */
export function isRecipient(audience: Audience, publisher: string, { kind, party }: Actor, facts: AudienceFacts): boolean {
  if (party === publisher) return false;
  switch (audience.kind) {
    case 'COMMITTEE':
      return audience.members.includes(party);
    case 'MEMBERS':
      return facts.committee?.association === publisher && memberOf(facts.committee, party);
    case 'SIGNATORIES':
      return facts.pledge !== null && boundTo(signatoryOf(facts.pledge.signatories, party)) !== undefined;
    case 'AGENCIES': {
      const place = facts.party?.jurisdiction ?? '';
      const { jurisdictions } = audience;
      return kind === 'AGENCY' && (jurisdictions.length === 0 || jurisdictions.some((wider) => reaches(wider, place)));
    }
  }
}

/** What the state of a bulletin says of its audience, as `loadAudience` takes it. */
export const askedOf = (
  audience: Audience | null,
  committeeId: string | null | undefined,
): { readonly kind: AudienceKind; readonly committeeId: string | null; readonly pledgeId: string | null } => ({
  kind: audience?.kind ?? 'COMMITTEE',
  committeeId: audience?.kind === 'MEMBERS' ? (committeeId ?? null) : null,
  pledgeId: audience?.kind === 'SIGNATORIES' ? audience.pledgeId : null,
});
