import type { Actor, CalendarDate, Instant, TimeZone } from '@concord/kernel';
import { type AmendingOperation, kindOf, type Provision } from '@concord/legal-text';
import type { Amendment, NormAmended, NormCommenced, NormDrafted, NormEvent, NormPublished } from '../norm.events.js';
import { type NormState, normState } from '../norm-state.js';

/* A norm about toys and what its agency does, for the specs of its decisions. */

export const day = (text: string) => text as CalendarDate;
export const at = (text: string) => text as Instant;
export const ZONE = 'America/New_York' as TimeZone;

export const agency: Actor = { person: 'ana', party: 'us-cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
export const otherAgency: Actor = { ...agency, party: 'us-cbp' };

export const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { normId: 'toys' }, body);

export const provision = (eId: string, words = `Text of ${eId}`, parent: string | null = null): Provision => ({
  eId,
  parent,
  kind: kindOf(eId),
  number: null,
  headings: [],
  text: [{ language: 'en', text: words }],
  requirement: null,
});

export const drafted: NormDrafted = {
  type: 'government.norm.NormDrafted',
  data: {
    agency: 'us-cpsc',
    jurisdiction: 'US',
    documentType: 'regulation',
    docket: null,
    source: null,
    titles: [{ language: 'en', text: 'Toys' }],
    hsCodes: ['9503'],
    provisions: [provision('sec_1'), provision('sec_2')],
    amendments: [],
  },
};

export const draftedWith = (change: Partial<NormDrafted['data']>): NormDrafted => ({ ...drafted, data: { ...drafted.data, ...change } });

/** A norm that amends the one about toys. */
export const amendingDraft = (...amendments: readonly Amendment[]): NormDrafted =>
  draftedWith({ titles: [{ language: 'en', text: 'Amendment of Toys' }], provisions: [provision('sec_1')], amendments });

export const opened: NormEvent = {
  type: 'government.norm.ConsultationOpened',
  data: { opensAt: at('2026-01-01T05:00:00.000Z'), closesAt: at('2026-03-02T04:59:59.000Z'), zone: ZONE },
};
export const closed: NormEvent = { type: 'government.norm.ConsultationClosed', data: { closedAt: at('2026-03-02T04:59:59.000Z') } };
export const counted = (submitted: number, unanswered: number): NormEvent => ({
  type: 'government.norm.CommentsCounted',
  data: { submitted, unanswered },
});

export const publishedFrom = (inForceFrom: string | null): NormPublished => ({
  type: 'government.norm.NormPublished',
  data: { publishedOn: day('2026-03-01'), inForceFrom: inForceFrom as CalendarDate | null, zone: ZONE },
});
export const published = publishedFrom('2026-06-01');

export const commencedOn = (on: string, provisions: readonly string[] | null = null): NormCommenced => ({
  type: 'government.norm.NormCommenced',
  data: { provisions, commencement: { on: day(on) }, zone: ZONE },
});

export const amended = (on: string, ...operations: readonly AmendingOperation[]): NormAmended => ({
  type: 'government.norm.NormAmended',
  data: { by: null, commencement: { on: day(on) }, operations, reason: 'experience', zone: ZONE },
});

export const repealOf = (eId: string): AmendingOperation => ({ operation: 'REPEAL', eId });
export const substitute = (eId: string, words: string): AmendingOperation => ({
  operation: 'SUBSTITUTE',
  provisions: [provision(eId, words)],
  keepsParts: true,
});

/** The state that events leave behind, for the facts of other decisions. */
export const stateOf = (...events: readonly NormEvent[]): NormState => events.reduce(normState.evolve, normState.initialState);

/** Facts of a publication that amends and awaits nothing. */
export const ALONE = { amended: new Map<string, NormState>(), awaited: new Map<string, NormState>() };
