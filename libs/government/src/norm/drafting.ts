import { type DecisionContext, firstRejection, isRejection, type Outcome, type Rejection, reject } from '@concord/kernel';
import { consultationOn, faultOfWindow } from './consultation.js';
import type { DraftNorm, ReviseDraft, WithdrawNorm } from './norm.commands.js';
import type { Amendment, DraftText, NormDrafted, NormEvent } from './norm.events.js';
import { authenticLanguage, inStatus, type NormState, ofAgency } from './norm-state.js';
import type { AmendmentInput } from './text.input.js';
import { commencementOf, faultOfWholeText, localized, operationsOf, textOf } from './text-of-input.js';
import { todayIn } from './today.js';

const goodsOf = (hsCodes: readonly string[]): string[] => [...new Set(hsCodes)].sort();

/** What a draft does to other norms; whether it fits them is asked when it is adopted. */
function amendmentsOf(inputs: readonly AmendmentInput[], authentic: string, { now }: DecisionContext): readonly Amendment[] | Rejection {
  const amendments: Amendment[] = [];
  for (const input of inputs) {
    const commencement = commencementOf(input, todayIn(null, now));
    if (isRejection(commencement)) return commencement;
    const operations = operationsOf(input.operations, authentic);
    if (isRejection(operations)) return operations;
    amendments.push({ norm: input.norm, commencement: commencement ?? null, operations });
  }
  return amendments;
}

/** Why a draft cannot read like this. */
const faultOfDraft = ({ titles, provisions }: DraftText): Rejection | undefined => faultOfWholeText(provisions, titles[0]?.language ?? '');

export function draft(command: DraftNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  if (state.status !== 'UNKNOWN') {
    return reject('NORM_EXISTS', 'There is a norm with this id already', { field: 'normId', value: command.normId });
  }
  const titles = localized(command.titles);
  const authentic = authenticLanguage({ titles }) ?? '';
  const amendments = amendmentsOf(command.amendments ?? [], authentic, context);
  if (isRejection(amendments)) return amendments;
  const provisions = textOf(command.provisions ?? [], authentic);
  const text: DraftText = { titles, hsCodes: goodsOf(command.hsCodes ?? []), provisions, amendments };
  const { jurisdiction, documentType, docket, source, consultation } = command;
  const refusal = firstRejection(faultOfDraft(text), consultation && faultOfWindow(consultation));
  if (refusal) return refusal;
  const origin = source && { system: source.system, documentId: source.documentId, registerNumber: source.registerNumber ?? null };
  const drafted: NormDrafted = {
    type: 'government.norm.NormDrafted',
    data: { agency: context.actor.party, jurisdiction, documentType, docket: docket ?? null, source: origin ?? null, ...text },
  };
  return consultation ? [drafted, ...consultationOn(consultation, context)] : [drafted];
}

export function revise(command: ReviseDraft, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const refusal = firstRejection(inStatus(state, 'DRAFT'), ofAgency(state, context));
  if (refusal) return refusal;
  const { timeline } = state;
  const titles = command.titles ? localized(command.titles) : timeline.titles;
  const authentic = authenticLanguage({ titles }) ?? '';
  const amendments = command.amendments ? amendmentsOf(command.amendments, authentic, context) : state.amendments;
  if (isRejection(amendments)) return amendments;
  const text: DraftText = {
    titles,
    hsCodes: command.hsCodes ? goodsOf(command.hsCodes) : timeline.hsCodes,
    provisions: command.provisions ? textOf(command.provisions, authentic) : timeline.adopted,
    amendments,
  };
  const before: DraftText = {
    titles: timeline.titles,
    hsCodes: timeline.hsCodes,
    provisions: timeline.adopted,
    amendments: state.amendments,
  };
  const fault = faultOfDraft(text);
  if (fault) return fault;
  if (JSON.stringify(text) === JSON.stringify(before)) return [];
  return [{ type: 'government.norm.DraftRevised', data: { revision: state.revision + 1, reason: command.reason, ...text } }];
}

export function withdraw({ reason }: WithdrawNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return (
    firstRejection(inStatus(state, 'DRAFT', 'CONSULTATION'), ofAgency(state, context)) ?? [
      { type: 'government.norm.NormWithdrawn', data: { reason } },
    ]
  );
}
