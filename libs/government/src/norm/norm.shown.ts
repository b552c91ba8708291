import type { CalendarDate, Instant } from '@concord/kernel';
import {
  type Act,
  type AmendingOperation as AmendingOperationData,
  asOfEdition,
  dateOf,
  latestEdition,
  provisionsOn,
  type Timeline,
  type Version,
  versionOn,
  versionsOf,
} from '@concord/legal-text';
import type { Norm } from './norm.read-model.js';
import { editionAt } from './norm.read-model.js';
import type {
  AmendingOperation,
  Amendment,
  Consultation,
  Edition,
  NormText,
  NormVersion,
  Provision,
  ProvisionOnDay,
} from './norm.types.js';

/** The text in force on a day, as it was known at an instant; null where there was none. */
export function textShown(norm: Norm, inForceOn: CalendarDate, knownAt?: Instant): NormText | null {
  const { timeline } = norm.state;
  const edition = knownAt === undefined ? latestEdition(timeline) : editionAt(norm, knownAt);
  if (edition === 0) return null;
  const then = asOfEdition(timeline, edition);
  const version = versionOn(then, inForceOn);
  if (!version) return null;
  return {
    version: version.version,
    inForceOn,
    edition,
    get provisions() {
      return provisionsOn(then, version.version, inForceOn) as ProvisionOnDay[];
    },
  };
}

const timelines = new WeakMap<Version, Timeline>();

export function versionsShown({ state: { timeline } }: Norm): readonly NormVersion[] {
  const versions = versionsOf(timeline);
  for (const version of versions) timelines.set(version, timeline);
  return versions;
}

const FIRST_DAY = '0001-01-01' as CalendarDate;

export function provisionsOfVersion(version: NormVersion): readonly ProvisionOnDay[] {
  const timeline = timelines.get(version);
  return timeline ? (provisionsOn(timeline, version.version, version.inForceFrom ?? FIRST_DAY) as ProvisionOnDay[]) : [];
}

export function wordsOfVersion({ state: { timeline } }: Norm, version: number): readonly ProvisionOnDay[] {
  const day = versionsOf(timeline).find((candidate) => candidate.version === version)?.inForceFrom ?? FIRST_DAY;
  return provisionsOn(timeline, version, day) as ProvisionOnDay[];
}

/** What an act is about, as it is shown. */
function shown(act: Act, acts: readonly Act[]): Pick<Edition, 'from' | 'norm' | 'provisions' | 'correction' | 'reason'> {
  const nothing = { from: null, norm: null, provisions: null, correction: null, reason: null };
  switch (act.kind) {
    case 'AMENDMENT': {
      const { by, operations, reason } = act;
      return { ...nothing, from: dateOf(act.commencement, acts) ?? null, norm: by, provisions: placesOf(operations), reason };
    }
    case 'CORRECTION':
      return { ...nothing, provisions: [act.eId], correction: act.correction, reason: act.reason };
    case 'COMMENCEMENT':
      return { ...nothing, from: dateOf(act.commencement, acts) ?? null, provisions: act.provisions };
    case 'SUSPENSION':
    case 'RESUMPTION':
      return { ...nothing, from: act.from, provisions: act.provisions, reason: act.reason };
    case 'REPEAL':
      return { ...nothing, from: act.from, reason: act.reason };
    case 'CONDITION':
      return { ...nothing, from: act.on, norm: act.norm, provisions: act.provision === null ? null : [act.provision] };
  }
}

const placeOf = (change: AmendingOperationData): string | null =>
  'provisions' in change ? (change.provisions[0]?.eId ?? null) : change.eId;

/** The places of operations; null where one of them repeals the whole norm. */
function placesOf(operations: readonly AmendingOperationData[]): readonly string[] | null {
  const places = operations.map(placeOf);
  return places.includes(null) ? null : [...new Set(places as string[])];
}

export function editionsShown({ known, state: { timeline } }: Norm): readonly Edition[] {
  return known.map(({ edition, recordedAt, position }) => {
    const act = timeline.acts[edition - 2];
    const about = act
      ? { kind: act.kind, ...shown(act, timeline.acts) }
      : { kind: 'ADOPTION', from: timeline.publishedOn, norm: null, provisions: null, correction: null, reason: null };
    return { edition, recordedAt, position, ...about };
  });
}

const operationShown = (change: AmendingOperationData): AmendingOperation => ({
  operation: change.operation,
  eId: placeOf(change),
  provisions: 'provisions' in change ? (change.provisions as Provision[]) : [],
  after: change.operation === 'INSERT' ? change.after : null,
  number: change.operation === 'RENUMBER' ? change.number : null,
  keepsParts: change.operation === 'SUBSTITUTE' && change.keepsParts,
});

export const amendmentsShown = ({ id, state }: Norm): readonly Amendment[] =>
  state.amendments.map(({ norm, commencement, operations }) => ({
    norm,
    inForceFrom: commencement && 'on' in commencement ? commencement.on : null,
    inForceWith: commencement === null ? id : 'with' in commencement ? commencement.with : null,
    operations: operations.map(operationShown),
  }));

export function consultationShown({ state, window }: Norm): Consultation | null {
  if (!state.consultation) return null;
  const { opensAt, closesAt, zone, closed, comments } = state.consultation;
  return {
    opensAt,
    closesAt,
    zone,
    closed,
    submitted: comments?.submitted ?? null,
    unanswered: comments?.unanswered ?? null,
    history: window,
  };
}
