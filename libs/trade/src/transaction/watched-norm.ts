import { type NormEvent, type NormTimeline, normEvents, normTimeline } from '@concord/government';
import { type CalendarDate, objectOf, type Recorded } from '@concord/kernel';
import { type AmendingOperation, broughtBy, provisionsOn, type Text, type Timeline, textOfVersion, versionOn } from '@concord/legal-text';
import { JsonColumn, rows } from '@concord/projections';
import type { PlacedRequirement, Requirement } from '@concord/rules';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a norm demands on which day: its timeline without the words, which no check reads. */
@Entity({ schema: 'trade_admission', name: 'norm' })
export class WatchedNorm {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  jurisdiction!: string;

  /** Whether anything that was adopted or brought by an amendment carries a requirement; most norms are for people alone. */
  @Column('boolean')
  demands!: boolean;

  @JsonColumn()
  timeline!: NormTimeline;
}

/** The places stay, for amendments and days name them. */
const wordlessText = (text: Text): Text =>
  text.map(({ eId, parent, kind, requirement }) => ({ eId, parent, kind, number: null, headings: [], text: [], requirement }));

const wordlessChange = (change: AmendingOperation): AmendingOperation =>
  'provisions' in change ? { ...change, provisions: wordlessText(change.provisions) } : change;

/** A correction of words stays as an act without words: editions are counted. */
export function wordless(event: NormEvent): NormEvent {
  switch (event.type) {
    case 'government.norm.NormDrafted':
      return { ...event, data: { ...event.data, titles: [], hsCodes: [], provisions: wordlessText(event.data.provisions) } };
    case 'government.norm.DraftRevised':
      return { ...event, data: { ...event.data, titles: [], hsCodes: [], provisions: wordlessText(event.data.provisions) } };
    case 'government.norm.NormAmended':
      return { ...event, data: { ...event.data, reason: '', operations: event.data.operations.map(wordlessChange) } };
    case 'government.norm.TextCorrected':
      return { ...event, data: { ...event.data, reason: '', headings: null, text: null } };
    default:
      return event;
  }
}

export const demandsAnything = ({ adopted, acts }: Timeline): boolean =>
  [...adopted, ...broughtBy(acts.flatMap((act) => (act.kind === 'AMENDMENT' ? act.operations : [])))].some(
    ({ requirement }) => requirement !== null,
  );

function evolve(row: WatchedNorm | undefined, event: Recorded<NormEvent>): WatchedNorm | undefined {
  const before = row?.timeline ?? normTimeline.initialState;
  const timeline = normTimeline.evolve(before, wordless(event) as never);
  if (timeline === before) return row;
  return { id: objectOf(event), jurisdiction: timeline.jurisdiction, demands: demandsAnything(timeline), timeline };
}

export const watchedNorms = rows<WatchedNorm, NormEvent>({
  entity: WatchedNorm,
  events: normEvents,
  keys: (event) => [objectOf(event)],
  evolve,
});

/** The requirements of the provisions that are in force on a day, in the order of the text; none of those that wait or are suspended. */
export function requirementsInForce(
  { id: normId, jurisdiction, timeline }: Pick<WatchedNorm, 'id' | 'jurisdiction' | 'timeline'>,
  day: CalendarDate,
): readonly PlacedRequirement[] {
  const inForce = versionOn(timeline, day);
  if (!inForce || inForce.inForceFrom === null) return [];
  const { version, inForceFrom } = inForce;
  return provisionsOn(timeline, version, day).flatMap(({ eId, requirement, standing }) =>
    requirement !== null && standing === 'IN_FORCE' ? [{ normId, jurisdiction, version, eId, inForceFrom, requirement }] : [],
  );
}

/** The requirement at a place of a version, whenever that was known; undefined where there never was one. */
export const requirementAt = ({ timeline }: { readonly timeline: Timeline }, version: number, eId: string): Requirement | undefined =>
  textOfVersion(timeline, version)?.text.find((provision) => provision.eId === eId)?.requirement ?? undefined;
