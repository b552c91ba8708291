import type { CalendarDate } from '@concord/kernel';
import { calendarDate, isCalendarDate } from '@concord/kernel';
import { dateOf, effectsOf, repealedFrom } from '../consolidation.js';
import type { Text } from '../provision.js';
import { standingsOn } from '../standing.js';
import type { Timeline } from '../timeline.js';
import { textOfVersion, versionOn } from '../versions.js';
import type { AkomaNtosoDocument, Attributes, MetaElement } from './document.js';
import { metaNamed } from './meta.js';

/** Days on which a provision is in force: the first of them, and the first that is none any more. */
export interface Interval {
  readonly from: CalendarDate;
  /** Null: without an end, as far as is known. */
  readonly until: CalendarDate | null;
}

/** What a document says of the days on which its provisions are in force: parts of its metadata, and of its provisions. */
export interface Force {
  /** For `<lifecycle>`. */
  readonly events: readonly MetaElement[];
  /** `<temporalData>`, if there is anything to say. */
  readonly temporalData: readonly MetaElement[];
  /** For `<references>`. */
  readonly references: readonly MetaElement[];
  /** The `period` of each provision whose days are not those of what it is a part of. */
  readonly remarks: ReadonlyMap<string, Attributes>;
}

const IN_FORCE = 'inForce';
/** What documents call it when something comes into force, or is in force. */
const NAMES_OF_FORCE = new Set([
  'inforce',
  'enterinforce',
  'enterintoforce',
  'entersintoforce',
  'entryintoforce',
  'entryinforce',
  'comesintoforce',
  'comingintoforce',
  'commencement',
]);

/** Whether a `refersTo` speaks of force. What is not certain to, does not. */
export const meansForce = (reference: string | undefined): boolean =>
  NAMES_OF_FORCE.has((reference ?? '').replace(/[^a-z]/gi, '').toLowerCase());

/** Days on which the standing of some provision may change. */
function turningDays(timeline: Timeline): readonly CalendarDate[] {
  const days = timeline.acts.flatMap((act): (CalendarDate | null | undefined)[] => {
    if (act.kind === 'COMMENCEMENT') return [dateOf(act.commencement, timeline.acts)];
    if (act.kind === 'SUSPENSION') return [act.from, act.until];
    return act.kind === 'RESUMPTION' ? [act.from] : [];
  });
  const all = [...days, ...effectsOf(timeline).map(({ on }) => on), repealedFrom(timeline)];
  return [...new Set(all.filter((day) => day != null))].sort();
}

/** The places that are in the text of a day. */
function presentOn(timeline: Timeline, day: CalendarDate): ReadonlySet<string> {
  const version = versionOn(timeline, day);
  return new Set(version && textOfVersion(timeline, version.version)?.text.map(({ eId }) => eId));
}

/** The days on which each provision of a text is in force. */
export function intervalsIn(timeline: Timeline, text: Text): ReadonlyMap<string, readonly Interval[]> {
  const intervals = new Map<string, Interval[]>(text.map(({ eId }) => [eId, []]));
  for (const day of turningDays(timeline)) {
    const standingOf = standingsOn(timeline, text, day);
    const present = presentOn(timeline, day);
    for (const [eId, own] of intervals) {
      const last = own.at(-1);
      const isOpen = last !== undefined && last.until === null;
      const inForce = present.has(eId) && standingOf(eId) === 'IN_FORCE';
      if (inForce && !isOpen) own.push({ from: day, until: null });
      if (!inForce && isOpen) own[own.length - 1] = { ...last, until: day };
    }
  }
  return intervals;
}

const element = (name: string, attributes: readonly (readonly [string, string])[], parts: readonly MetaElement[] = []): MetaElement => ({
  element: name,
  attributes: new Map(attributes),
  parts,
});

/** How a document says on which days the provisions of a text are in force. */
export function forceOf(timeline: Timeline, text: Text): Force {
  const intervals = intervalsIn(timeline, text);
  const days = [...new Set([...intervals.values()].flat().flatMap(({ from, until }) => (until === null ? [from] : [from, until])))].sort();
  if (days.length === 0) return { events: [], temporalData: [], references: [], remarks: new Map() };
  const nameOf = (day: CalendarDate) => `inforce_${days.indexOf(day) + 1}`;
  const groups = new Map<string, MetaElement>();
  const remarks = new Map<string, Attributes>();
  for (const { eId, parent } of text) {
    const own = intervals.get(eId) ?? [];
    const ofWhole = parent === null ? [] : (intervals.get(parent) ?? []);
    const key = JSON.stringify(own);
    if (key === JSON.stringify(ofWhole)) continue;
    const group = groups.get(key) ?? groupOf(`tmpg_${groups.size + 1}`, own.length > 0 ? own : [noDay(days)], nameOf);
    groups.set(key, group);
    remarks.set(eId, new Map([['period', `#${group.attributes.get('eId')}`]]));
  }
  const events = days.map((day) =>
    element('eventRef', [
      ['eId', nameOf(day)],
      ['date', day],
      ['source', '#original'],
      ['refersTo', `#${IN_FORCE}`],
    ]),
  );
  return {
    events,
    temporalData: [element('temporalData', [['source', '#concord']], [...groups.values()])],
    references: [
      element('TLCConcept', [
        ['eId', IN_FORCE],
        ['href', '/ontology/concept/inForce'],
        ['showAs', 'In force'],
      ]),
    ],
    remarks,
  };
}

/** Says that a part is not in force while the whole is: a group has to have an interval. */
const noDay = ([first]: readonly CalendarDate[]): Interval => ({ from: first as CalendarDate, until: first as CalendarDate });

const groupOf = (eId: string, intervals: readonly Interval[], nameOf: (day: CalendarDate) => string): MetaElement =>
  element(
    'temporalGroup',
    [['eId', eId]],
    intervals.map(({ from, until }) =>
      element('timeInterval', [
        ['start', `#${nameOf(from)}`],
        ...(until === null ? [] : [['end', `#${nameOf(until)}`] as const]),
        ['refersTo', `#${IN_FORCE}`],
      ]),
    ),
  );

const target = (reference: string | undefined): string => reference?.replace(/^#/, '') ?? '';

/**
 * On which days each provision with a `period` of its own is in force, as the document says. What leads to no day, and periods
 * of something else than force, say nothing.
 */
export function forceIn({ meta, remarks }: AkomaNtosoDocument): ReadonlyMap<string, readonly Interval[]> {
  const dayOfEvent = new Map(
    metaNamed(meta, 'eventRef').flatMap(({ attributes }): [string, CalendarDate][] => {
      const day = attributes.get('date')?.slice(0, 10);
      return day !== undefined && isCalendarDate(day) ? [[attributes.get('eId') ?? '', calendarDate(day)]] : [];
    }),
  );
  const intervalOf = ({ attributes }: MetaElement): Interval[] => {
    const from = dayOfEvent.get(target(attributes.get('start')));
    const until = dayOfEvent.get(target(attributes.get('end'))) ?? null;
    return meansForce(attributes.get('refersTo')) && from !== undefined && (until === null) === !attributes.has('end')
      ? [{ from, until }]
      : [];
  };
  const groups = new Map(
    metaNamed(meta, 'temporalGroup').map(({ attributes, parts }) => [attributes.get('eId') ?? '', parts.flatMap(intervalOf)]),
  );
  const said = new Map<string, readonly Interval[]>();
  for (const [eId, attributes] of remarks) {
    const intervals = groups.get(target(attributes.get('period')));
    if (intervals && intervals.length > 0)
      said.set(
        eId,
        intervals.filter(({ from, until }) => from !== until),
      );
  }
  return said;
}
