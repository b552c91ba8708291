import {
  aggregate,
  type CalendarDate,
  canonicalJson,
  type DecisionContext,
  type Duration,
  firstRejection,
  ignored,
  isDurationWithin,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { plainTexts } from '../plain-texts.js';
import { contentHash } from '../standard/content-hash.js';
import { repeatedPlace, sectionOf } from '../standard/sections.js';
import {
  ClosePledge,
  ExpelSignatory,
  LeavePledge,
  PublishPledge,
  ReadmitSignatory,
  RevisePledge,
  SignPledge,
  SuspendSignatory,
} from './pledge.commands.js';
import { type PledgeEvent, type PledgePublished, type PledgeRevised, pledgeEvents } from './pledge.events.js';
import { boundTo, endOf, expelled, left, readmitted, type Signatory, signatoryOf, signed, suspended, type Version } from './signatories.js';

/** More would make every signature slow, as each is decided on all of them. */
export const MOST_SIGNATORIES = 10_000;
/** How often one enterprise can sign a pledge: each new version, and again after it has left. */
const MOST_SIGNATURES = 100;

const HEARING_TERM = 'P15D' as Duration;

export const PLEDGE_STATUSES = ['OPEN', 'CLOSED'] as const;
export type PledgeStatus = (typeof PLEDGE_STATUSES)[number];

export interface PledgeState {
  readonly status: PledgeStatus | 'UNKNOWN';
  readonly association: string;
  readonly titles: readonly LocalizedText[];
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** Whoever has ever signed, in the order of the first signatures. */
  readonly signatories: readonly Signatory[];
}

const initialState: PledgeState = { status: 'UNKNOWN', association: '', titles: [], versions: [], signatories: [] };

/** For every command that says to which pledge it goes. */
export const pledgeFound = ({ status }: PledgeState, id: string | undefined): Rejection | undefined =>
  status === 'UNKNOWN' ? reject('PLEDGE_NOT_FOUND', 'There is no pledge with this id', { field: 'pledgeId', value: id }) : undefined;

/** The pledge is there, and belongs to the association that acts. */
export const ownPledge = (state: PledgeState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined =>
  pledgeFound(state, id) ??
  (state.association === actor.party
    ? undefined
    : reject('NOT_YOURS', `The pledge belongs to ${state.association}, and ${actor.party} is acting`, { field: 'pledgeId', value: id }));

const open = ({ status }: PledgeState, id: string): Rejection | undefined =>
  status === 'OPEN'
    ? undefined
    : reject('WRONG_STATUS', 'The pledge is closed, and takes no more signatures', { field: 'pledgeId', value: id });

/** A second at least, for trials; a year is the most for which anybody can be asked to wait. */
const bounded = (term: string): Rejection | undefined =>
  isDurationWithin(term as Duration, 'PT1S', 'P1Y')
    ? undefined
    : reject('DURATION_OUT_OF_BOUNDS', `${term} is no time for a hearing: it has one second at least, and one year at most`, {
        field: 'hearingTerm',
        value: term,
      });

function publish(command: PublishPledge, state: PledgeState, { actor, now }: DecisionContext): Outcome<PledgeEvent> {
  const { pledgeId, titles, hearingTerm } = command;
  const sections = command.sections.map(sectionOf);
  const term = (hearingTerm ?? HEARING_TERM) as Duration;
  const exists = { field: 'pledgeId', value: pledgeId };
  return (
    firstRejection(
      state.status === 'UNKNOWN' ? undefined : reject('PLEDGE_EXISTS', 'There is a pledge with this id already', exists),
      repeatedPlace(sections),
      bounded(term),
    ) ?? [
      {
        type: 'association.pledge.PledgePublished',
        data: {
          association: actor.party,
          version: 1,
          titles: plainTexts(titles),
          sections,
          contentHash: contentHash(sections),
          hearingTerm: term,
          publishedAt: now,
        },
      },
    ]
  );
}

/** What tells one version from another. */
const essence = (titles: readonly LocalizedText[], contentHash: string, hearingTerm: string): string =>
  canonicalJson([titles, contentHash, hearingTerm]);

function revise(command: RevisePledge, state: PledgeState, context: DecisionContext): Outcome<PledgeEvent> {
  const { pledgeId, reason = null } = command;
  const sections = command.sections.map(sectionOf);
  const latest = state.versions.at(-1);
  const term = (command.hearingTerm ?? latest?.hearingTerm ?? HEARING_TERM) as Duration;
  const refusal = firstRejection(ownPledge(state, pledgeId, context), open(state, pledgeId), repeatedPlace(sections), bounded(term));
  if (refusal) return refusal;
  const hash = contentHash(sections);
  const titles = command.titles ? plainTexts(command.titles) : state.titles;
  if (latest && essence(titles, hash, term) === essence(state.titles, latest.contentHash, latest.hearingTerm)) return [];
  const version = state.versions.length + 1;
  const text = { version, titles, sections, contentHash: hash, hearingTerm: term, publishedAt: context.now };
  return [{ type: 'association.pledge.PledgeRevised', data: { ...text, reason } }];
}

function close({ pledgeId, reason = null }: ClosePledge, state: PledgeState, context: DecisionContext): Outcome<PledgeEvent> {
  const refusal = ownPledge(state, pledgeId, context);
  if (refusal) return refusal;
  return state.status === 'CLOSED' ? [] : [{ type: 'association.pledge.PledgeClosed', data: { reason, closedAt: context.now } }];
}

/** Only what was read is signed. */
function current({ contentHash }: SignPledge, { versions }: PledgeState): Rejection | undefined {
  const latest = versions.at(-1);
  if (latest?.contentHash === contentHash) return undefined;
  const earlier = versions.find((version) => version.contentHash === contentHash);
  const sentence = earlier ? `is that of version ${earlier.version}` : 'is of no version';
  return reject(
    'PLEDGE_NOT_CURRENT',
    `The hash ${sentence}; the current version ${latest?.version} has the hash ${latest?.contentHash}: read it before you sign`,
    { field: 'contentHash', value: contentHash },
  );
}

function admitted({ signatories }: PledgeState, enterprise: string, id: string): Rejection | undefined {
  const place = { field: 'pledgeId', value: id };
  const signatory = signatoryOf(signatories, enterprise);
  if (signatory?.expelled) {
    return reject('EXPELLED', `${enterprise} was expelled, and signs again only when the association has readmitted it`, place);
  }
  if (signatory && signatory.periods.length >= MOST_SIGNATURES) {
    return reject('TOO_MANY_SIGNATURES', `${enterprise} has signed ${MOST_SIGNATURES} times, which is the most`, place);
  }
  if (signatory || signatories.length < MOST_SIGNATORIES) return undefined;
  return reject('PLEDGE_FULL', `A pledge has at most ${MOST_SIGNATORIES} signatories, those who have left among them`, place);
}

function sign(command: SignPledge, state: PledgeState, { actor, now }: DecisionContext): Outcome<PledgeEvent> {
  const { pledgeId } = command;
  const { party: enterprise } = actor;
  const refusal = firstRejection(pledgeFound(state, pledgeId), open(state, pledgeId), current(command, state));
  if (refusal) return refusal;
  const before = boundTo(signatoryOf(state.signatories, enterprise)) ?? null;
  const version = state.versions.length;
  if (before === version) return [];
  return (
    admitted(state, enterprise, pledgeId) ?? [
      {
        type: 'association.pledge.PledgeSigned',
        data: { enterprise, version, contentHash: command.contentHash, signedAt: now, before },
      },
    ]
  );
}

function leave({ pledgeId, reason = null }: LeavePledge, state: PledgeState, { actor, now }: DecisionContext): Outcome<PledgeEvent> {
  const { party: enterprise } = actor;
  const refusal = pledgeFound(state, pledgeId);
  if (refusal) return refusal;
  const signatory = signatoryOf(state.signatories, enterprise);
  if (!signatory) {
    return reject('NOT_A_SIGNATORY', `${enterprise} has not signed the pledge`, { field: 'pledgeId', value: pledgeId });
  }
  if (boundTo(signatory) === undefined) return [];
  return [{ type: 'association.pledge.PledgeLeft', data: { enterprise, reason, leftAt: now } }];
}

function readmit({ pledgeId, enterprise, reason }: ReadmitSignatory, state: PledgeState, context: DecisionContext): Outcome<PledgeEvent> {
  const refusal = ownPledge(state, pledgeId, context);
  if (refusal) return refusal;
  if (signatoryOf(state.signatories, enterprise)?.expelled) {
    return [{ type: 'association.pledge.SignatoryReadmitted', data: { enterprise, reason } }];
  }
  return reject('NOT_EXPELLED', `${enterprise} was not expelled`, { field: 'enterprise', value: enterprise });
}

/** Whoever was decided against has signed once; that it has left meanwhile changes nothing. */
const known = (state: PledgeState, id: string, enterprise: string): Rejection | undefined =>
  pledgeFound(state, id) ??
  (signatoryOf(state.signatories, enterprise)
    ? undefined
    : reject('NOT_A_SIGNATORY', `${enterprise} has not signed the pledge`, { field: 'enterprise', value: enterprise }));

function suspend(command: SuspendSignatory, state: PledgeState): Outcome<PledgeEvent> {
  const { pledgeId, enterprise } = command;
  const until = command.until as CalendarDate;
  const zone = command.zone as TimeZone;
  const refusal = known(state, pledgeId, enterprise);
  if (refusal) return refusal;
  const endsAt = endOf(until, zone);
  const { suspendedUntil = null } = signatoryOf(state.signatories, enterprise) ?? {};
  // Of two suspensions the longer one counts.
  if (suspendedUntil !== null && suspendedUntil >= endsAt) return [];
  return [{ type: 'association.pledge.SignatorySuspended', data: { enterprise, until, zone, endsAt } }];
}

function expel({ pledgeId, enterprise }: ExpelSignatory, state: PledgeState, { now }: DecisionContext): Outcome<PledgeEvent> {
  const refusal = known(state, pledgeId, enterprise);
  if (refusal) return refusal;
  if (signatoryOf(state.signatories, enterprise)?.expelled) return [];
  return [{ type: 'association.pledge.SignatoryExpelled', data: { enterprise, expelledAt: now } }];
}

function withText(state: PledgeState, { titles, sections, ...text }: (PledgePublished | PledgeRevised)['data']): PledgeState {
  const { version, contentHash, hearingTerm } = text;
  const eIds = sections.map(({ eId }) => eId);
  return { ...state, titles, versions: [...state.versions, { version, contentHash, hearingTerm, eIds }] };
}

function evolve(state: PledgeState, event: PledgeEvent): PledgeState {
  const { signatories } = state;
  switch (event.type) {
    case 'association.pledge.PledgePublished':
      return withText({ ...state, status: 'OPEN', association: event.data.association }, event.data);
    case 'association.pledge.PledgeRevised':
      return withText(state, event.data);
    case 'association.pledge.PledgeClosed':
      return { ...state, status: 'CLOSED' };
    case 'association.pledge.PledgeSigned':
      return { ...state, signatories: signed(signatories, event.data.enterprise, event.data.version, event.data.signedAt) };
    case 'association.pledge.PledgeLeft':
      return { ...state, signatories: left(signatories, event.data.enterprise, event.data.leftAt) };
    case 'association.pledge.SignatorySuspended':
      return { ...state, signatories: suspended(signatories, event.data.enterprise, event.data.endsAt) };
    case 'association.pledge.SignatoryExpelled':
      return { ...state, signatories: expelled(signatories, event.data.enterprise, event.data.expelledAt) };
    case 'association.pledge.SignatoryReadmitted':
      return { ...state, signatories: readmitted(signatories, event.data.enterprise) };
    default:
      return ignored(state, event);
  }
}

/** A code of conduct: published by an association, signed and left by enterprises. All of it is public. */
export const pledge = aggregate<PledgeState, PledgeEvent>({
  name: 'association.pledge',
  events: pledgeEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(PublishPledge, 'pledgeId', publish),
    on(RevisePledge, 'pledgeId', revise),
    on(ClosePledge, 'pledgeId', close),
    on(SignPledge, 'pledgeId', sign),
    on(LeavePledge, 'pledgeId', leave),
    on(ReadmitSignatory, 'pledgeId', readmit),
    on(SuspendSignatory, 'pledgeId', suspend),
    on(ExpelSignatory, 'pledgeId', expel),
  ],
});
