import {
  type CalendarDate,
  type DecisionContext,
  firstRejection,
  isRejection,
  type Outcome,
  type Rejection,
  reject,
} from '@concord/kernel';
import {
  type Act,
  type Commencement,
  type CorrectionKind,
  faultOfTimeline,
  latestEdition,
  provisionsOn,
  versionOn,
  versionsOf,
} from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import { type Awaited, faultOfAwaited, metAlready } from './commencing.js';
import type { AmendNorm, CorrectText, RepealNorm, ResumeProvisions, SuspendProvisions } from './norm.commands.js';
import type { NormAmended, NormEvent } from './norm.events.js';
import { adoptedByActor, authenticLanguage, type NormState, withActs, zoneOf } from './norm-state.js';
import { actOf } from './norm-timeline.js';
import { afterTheEnd, beforeTheBeginning, faultOfPlaces, faultOfPlacesOn } from './places.js';
import { commencementOf, localized, operationsOf } from './text-of-input.js';
import { todayIn } from './today.js';

/** What a norm waits for while others lay their amendments before it: each with the day it would take effect, if that is known. */
export const laidActs = ({ laid }: NormState): readonly Act[] =>
  laid.flatMap(({ by, commencement, on, operations, reason }): readonly Act[] => [
    { kind: 'AMENDMENT', by, commencement, operations, reason },
    ...('with' in commencement && on !== null
      ? [{ kind: 'CONDITION' as const, norm: commencement.with, provision: commencement.provision, on }]
      : []),
  ]);

/** The first day on which something can take effect. */
const firstDayOf = (commencement: Commencement): CalendarDate => ('on' in commencement ? commencement.on : commencement.notBefore);

/** Why events cannot be added to what the norm has, and to what is laid before it. */
export function misfitOf(state: NormState, ...events: readonly NormEvent[]): Rejection | undefined {
  const acts = events.map(actOf).filter((act) => act !== undefined);
  const days = acts.flatMap((act) => (act.kind === 'AMENDMENT' ? [firstDayOf(act.commencement)] : []));
  const ended = days.map((day) => afterTheEnd(state.timeline, 'inForceFrom', day)).find(isRejection);
  return ended ?? faultOfTimeline(withActs(state.timeline, ...laidActs(state), ...acts), latestEdition(state.timeline));
}

export function amend(command: AmendNorm, state: NormState, context: DecisionContext<Awaited>): Outcome<NormEvent> {
  const refusal = adoptedByActor(state, context);
  if (refusal) return refusal;
  const zone = zoneOf(state);
  const commencement = commencementOf(command, todayIn(zone, context.now));
  if (isRejection(commencement)) return commencement;
  if (!commencement)
    return reject('NO_COMMENCEMENT', 'Name the first day of the new text, or the norm with which it commences', { field: 'inForceFrom' });
  const operations = operationsOf(command.operations, authenticLanguage(state.timeline) ?? '');
  if (isRejection(operations)) return operations;
  const amended: NormAmended = {
    type: 'government.norm.NormAmended',
    data: { by: null, commencement, operations, reason: command.reason, zone },
  };
  const events = [amended, ...metAlready(commencement, context.facts, zone)];
  return faultOfAwaited(commencement, context.facts) ?? misfitOf(state, ...events) ?? events;
}

/** Single provisions are repealed as by an amendment; the whole norm comes to an end. */
export function repeal(
  { provisions, repealedFrom: from, reason }: RepealNorm,
  state: NormState,
  context: DecisionContext,
): Outcome<NormEvent> {
  const day = from as CalendarDate;
  const refusal =
    adoptedByActor(state, context) ??
    beforeTheBeginning(state.timeline, 'repealedFrom', day) ??
    afterTheEnd(state.timeline, 'repealedFrom', day);
  if (refusal) return refusal;
  if (!provisions) return [{ type: 'government.norm.NormRepealed', data: { repealedFrom: day, reason } }];
  const operations = provisions.map((eId) => ({ operation: 'REPEAL' as const, eId }));
  const amended: NormAmended = {
    type: 'government.norm.NormAmended',
    data: { by: null, commencement: { on: day }, operations, reason, zone: zoneOf(state) },
  };
  return misfitOf(state, amended) ?? [amended];
}

export function suspend(command: SuspendProvisions, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const { from, until, reason } = command;
  const provisions = command.provisions ?? null;
  const backwards =
    until != null && until <= from
      ? reject('DATE_IN_WRONG_ORDER', `A suspension from ${from} cannot end on ${until}`, { field: 'until', value: until })
      : undefined;
  return (
    firstRejection(
      adoptedByActor(state, context),
      backwards,
      afterTheEnd(state.timeline, 'from', from),
      faultOfPlacesOn(state, provisions, from as CalendarDate, 'from'),
    ) ?? [
      {
        type: 'government.norm.ProvisionsSuspended',
        data: { provisions, from: from as CalendarDate, until: (until ?? null) as CalendarDate | null, reason, zone: zoneOf(state) },
      },
    ]
  );
}

export function resume(command: ResumeProvisions, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const provisions = command.provisions ?? null;
  const from = command.from as CalendarDate;
  const refusal = firstRejection(adoptedByActor(state, context), faultOfPlaces(state, provisions));
  if (refusal) return refusal;
  const { reason } = command;
  const event: NormEvent = { type: 'government.norm.ProvisionsResumed', data: { provisions, from, reason, zone: zoneOf(state) } };
  const standings = ({ timeline }: Pick<NormState, 'timeline'>) =>
    provisionsOn(timeline, versionOn(timeline, from)?.version ?? 1, from).map(({ standing }) => standing);
  const after = { timeline: withActs(state.timeline, { kind: 'RESUMPTION', provisions, from, reason }) };
  if (standings(state).join() === standings(after).join())
    return reject('NOT_SUSPENDED', `None of this is suspended on ${from}`, { field: 'from', value: from });
  return [event];
}

/** Texts with those in other or the same languages that correct them. */
function mended(texts: readonly LocalizedText[], by: readonly LocalizedText[]): readonly LocalizedText[] {
  const replaced = texts.map((text) => by.find(({ language }) => language === text.language) ?? text);
  return [...replaced, ...by.filter(({ language }) => !texts.some((text) => text.language === language))];
}

/** An erratum mends words that are there; a translation adds words that are not. */
function faultOfCorrection(
  correction: CorrectionKind,
  texts: readonly LocalizedText[],
  by: readonly LocalizedText[],
  field: string,
): Rejection | undefined {
  for (const { language } of by) {
    const isThere = texts.some((text) => text.language === language);
    if (isThere === (correction === 'ERRATUM')) continue;
    const sentence = isThere
      ? `There is a text in ${language} already: correct it as an ERRATUM`
      : `There is no text in ${language} that could be corrected`;
    return reject('NOTHING_TO_CORRECT', sentence, { field, value: language });
  }
  return undefined;
}

export function correctText(command: CorrectText, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const refusal = adoptedByActor(state, context);
  if (refusal) return refusal;
  const { eId, asOf, correction, reason } = command;
  const { timeline } = state;
  const latest = versionsOf(timeline).at(-1);
  const version = asOf == null ? latest : versionOn(timeline, asOf as CalendarDate);
  const day = (asOf ?? latest?.inForceFrom ?? '0001-01-01') as CalendarDate;
  const provision = version && provisionsOn(timeline, version.version, day).find((candidate) => candidate.eId === eId);
  if (!provision)
    return reject('UNKNOWN_PROVISION', `The norm has no provision ${eId}${asOf == null ? '' : ` on ${asOf}`}`, {
      field: 'eId',
      value: eId,
    });
  const headings = command.headings ? localized(command.headings) : [];
  const text = command.text ? localized(command.text) : [];
  if (headings.length + text.length === 0)
    return reject('NOTHING_TO_CORRECT', 'A correction states a heading or a text', { field: 'text' });
  const fault =
    faultOfCorrection(correction, provision.headings, headings, 'headings') ?? faultOfCorrection(correction, provision.text, text, 'text');
  if (fault) return fault;
  const words = {
    headings: command.headings ? mended(provision.headings, headings) : null,
    text: command.text ? mended(provision.text, text) : null,
  };
  const isSame = (after: readonly LocalizedText[] | null, before: readonly LocalizedText[]) =>
    after === null || JSON.stringify(after) === JSON.stringify(before);
  if (isSame(words.headings, provision.headings) && isSame(words.text, provision.text)) return [];
  return [{ type: 'government.norm.TextCorrected', data: { of: provision.words, eId, ...words, correction, reason } }];
}
