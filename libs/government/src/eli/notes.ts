import type { CalendarDate } from '@concord/kernel';
import { isRejection } from '@concord/kernel';
import {
  type Act,
  type AmendingOperation,
  apply,
  type Consolidation,
  commencementsIn,
  dateOf,
  inMergedOrder,
  type Provision,
  type ProvisionOn,
  provisionsOn,
  type Text,
  type Timeline,
  type Version,
  whole,
} from '@concord/legal-text';

export type NoteKind = 'INSERTED' | 'SUBSTITUTED' | 'RENUMBERED' | 'REPEALED' | 'CORRECTED' | 'TRANSLATED' | 'COMMENCES' | 'SUSPENDED';

/** Why a provision reads or stands as it does. */
export interface Note {
  readonly kind: NoteKind;
  /** The edition that recorded it; null: it follows from several. */
  readonly edition: number | null;
  /** The norm that did it; null: the agency, without one. */
  readonly by: string | null;
  /** The day from which it counts; null while that is not fixed, and of corrections, which count from the beginning. */
  readonly on: CalendarDate | null;
  /** SUSPENDED: the first day on which it is in force again; null: not fixed. */
  readonly until: CalendarDate | null;
  readonly reason: string | null;
}

/** A provision of a version, or the place of one that is gone from it. */
export interface NotedProvision extends Omit<ProvisionOn, 'words'> {
  /** Whether it was repealed before: its words are in earlier versions. */
  readonly gone: boolean;
  readonly notes: readonly Note[];
}

const NOTE_OF: Readonly<Record<Exclude<AmendingOperation['operation'], 'REPEAL'>, NoteKind>> = {
  INSERT: 'INSERTED',
  SUBSTITUTE: 'SUBSTITUTED',
  RENUMBER: 'RENUMBERED',
};

const placeOf = (change: AmendingOperation): string | null => ('provisions' in change ? (change.provisions[0]?.eId ?? null) : change.eId);

/** What an operation makes of a text; one that does not fit leaves it as it is, as everywhere. */
function carriedOut(before: Consolidation, change: AmendingOperation): Consolidation {
  const after = apply(before, change);
  return isRejection(after) ? before : after;
}

/** The way from the adopted text to a version: the notes on the way, and every provision that was ever met, in one order. */
class Way {
  readonly notes = new Map<string, Note[]>();
  met: Text;
  private text: Consolidation;

  constructor(private readonly timeline: Timeline) {
    this.met = timeline.adopted;
    this.text = whole(timeline.adopted);
  }

  take(edition: number): void {
    const act = this.timeline.acts[edition - 2];
    if (act?.kind === 'CORRECTION') this.note(act.eId, correctionNote(act, edition));
    if (act?.kind === 'AMENDMENT') this.amend(act, edition);
  }

  private amend(act: Extract<Act, { kind: 'AMENDMENT' }>, edition: number): void {
    const { by, reason } = act;
    const on = dateOf(act.commencement, this.timeline.acts) ?? null;
    const noted = (kind: NoteKind): Note => ({ kind, edition, by, on, until: null, reason });
    for (const change of act.operations) {
      const place = placeOf(change);
      if (change.operation !== 'REPEAL' && place !== null) this.note(place, noted(NOTE_OF[change.operation]));
      const before = this.text;
      this.text = carriedOut(before, change);
      this.meet(before, noted('REPEALED'));
    }
  }

  /** Takes in what came and what went. */
  private meet(before: Consolidation, repealed: Note): void {
    const goes = this.text.repealed.size > before.repealed.size;
    if (!goes && this.text.text.length === before.text.length) return;
    if (goes) for (const eId of this.text.repealed) if (!before.repealed.has(eId)) this.note(eId, repealed);
    this.met = inMergedOrder(this.met, this.text.text);
  }

  private note(eId: string, note: Note): void {
    this.notes.set(eId, [...(this.notes.get(eId) ?? []), note]);
  }
}

const correctionNote = ({ correction, reason }: Extract<Act, { kind: 'CORRECTION' }>, edition: number): Note => ({
  kind: correction === 'ERRATUM' ? 'CORRECTED' : 'TRANSLATED',
  edition,
  by: null,
  on: null,
  until: null,
  reason,
});

/** The suspensions that hold a provision on a day, by the rule of `standingsOn`; those of what it is a part of hold it, too. */
function suspensionNotes({ acts }: Timeline, places: ReadonlySet<string>, day: CalendarDate): readonly Note[] {
  const concerns = (provisions: readonly string[] | null) => provisions === null || provisions.some((place) => places.has(place));
  const isResumed = (at: number, from: CalendarDate) =>
    acts.some((act, index) => act.kind === 'RESUMPTION' && index > at && act.from >= from && act.from <= day && concerns(act.provisions));
  return acts.flatMap((act, index) => {
    if (act.kind !== 'SUSPENSION' || act.from > day || (act.until !== null && act.until <= day)) return [];
    if (!concerns(act.provisions) || isResumed(index, act.from)) return [];
    return [{ kind: 'SUSPENDED', edition: index + 2, by: null, on: act.from, until: act.until, reason: act.reason }];
  });
}

function placesAbove(text: Text): (eId: string) => ReadonlySet<string> {
  const parents = new Map(text.map(({ eId, parent }) => [eId, parent]));
  return (eId) => {
    const places = new Set<string>();
    for (let place: string | null | undefined = eId; place != null && !places.has(place); place = parents.get(place)) places.add(place);
    return places;
  };
}

const isTopmost = ({ parent }: Provision, present: ReadonlySet<string>): boolean => parent === null || present.has(parent);

/** Notes on what came after, such as corrections of words that are in earlier versions, do not belong here. */
const placeOfGone = (provision: Provision, notes: readonly Note[]): NotedProvision => ({
  ...provision,
  text: [],
  requirement: null,
  standing: 'REPEALED',
  gone: true,
  notes: notes.filter(({ kind }) => kind === 'REPEALED'),
});

/** A version with the standing of each provision on a day, why it is so, and the places of what is gone. */
export function notedProvisions(timeline: Timeline, { version, editions }: Version, day: CalendarDate): readonly NotedProvision[] {
  const way = new Way(timeline);
  for (const edition of editions) way.take(edition);
  const text = provisionsOn(timeline, version, day);
  const now = new Map(text.map((provision) => [provision.eId, provision]));
  const present = new Set(now.keys());
  const commencementOf = commencementsIn(timeline, text);
  const placesOf = placesAbove(text);
  const standingNotes = ({ eId, standing }: ProvisionOn): readonly Note[] => {
    if (standing === 'SUSPENDED') return suspensionNotes(timeline, placesOf(eId), day).slice(-1);
    if (standing !== 'NOT_YET_IN_FORCE') return [];
    return [{ kind: 'COMMENCES', edition: null, by: null, on: commencementOf(eId), until: null, reason: null }];
  };
  return inMergedOrder(way.met, text).flatMap((met): readonly NotedProvision[] => {
    const notes = way.notes.get(met.eId) ?? [];
    const provision = now.get(met.eId);
    if (!provision) return isTopmost(met, present) ? [placeOfGone(met, notes)] : [];
    const { words: _, ...shown } = provision;
    return [{ ...shown, gone: false, notes: [...notes, ...standingNotes(provision)] }];
  });
}
