import { canonicalJson, type Rejection, type RejectionDetail, reject } from '@concord/kernel';
import type { ConsultedNorm } from '../comment/consulted-norm.js';
import type { DraftText } from '../norm/norm.events.js';
import type { ChangeInput } from './answer.commands.js';
import type { Change, Disposition } from './answer.events.js';

const acceptsSomething = (disposition: Disposition): boolean => disposition === 'ACCEPTED' || disposition === 'ACCEPTED_IN_PART';

export const changeOf = (change: ChangeInput | null | undefined): Change | null =>
  change ? { draft: change.draft, eIds: [...(change.eIds ?? [])].sort() } : null;

const at = (field: string, value: unknown): RejectionDetail => ({ field, value, rule: 'docs/consultation.md' });

const provisionIn = ({ provisions }: DraftText, eId: string) => provisions.find((provision) => provision.eId === eId);

/** What a draft says besides its provisions. */
const frameOf = ({ titles, hsCodes, amendments }: DraftText): string => canonicalJson({ titles, hsCodes, amendments });

/** Whether a draft brought what is said of it. */
function faultOfChange({ draft, eIds }: Change, before: DraftText, after: DraftText): Rejection | undefined {
  if (eIds.length === 0) {
    if (frameOf(before) !== frameOf(after)) return undefined;
    const sentence = `Draft ${draft} changed neither titles nor goods nor amendments: name its provisions`;
    return reject('NOT_CHANGED', sentence, at('change.eIds', eIds));
  }
  for (const eId of eIds) {
    const [was, is] = [provisionIn(before, eId), provisionIn(after, eId)];
    if (!was && !is)
      return reject('UNKNOWN_PROVISION', `There is no provision ${eId} in draft ${draft}, nor before`, at('change.eIds', eId));
    if (was && is && canonicalJson(was) === canonicalJson(is)) {
      return reject('NOT_CHANGED', `The provision ${eId} reads in draft ${draft} as it did before`, at('change.eIds', eId));
    }
  }
  return undefined;
}

/**
 * What is accepted led to a change that a draft really brought, after the comments on earlier ones; what is not, led to none.
 * @param latestDraft the latest draft that one of the comments is about
 */
export function faultOfDisposition(
  disposition: Disposition,
  change: Change | null,
  { drafts }: ConsultedNorm,
  latestDraft: number,
): Rejection | undefined {
  if (!acceptsSomething(disposition)) {
    return change === null ? undefined : reject('CHANGE_NOT_DUE', `What is ${disposition} led to no change`, at('change', change));
  }
  if (change === null) return reject('CHANGE_MISSING', `What is ${disposition} names the change to which it led`, at('change', null));
  const { draft } = change;
  const [before, after] = [drafts[draft - 2], drafts[draft - 1]];
  if (!before || !after) {
    return reject('UNKNOWN_DRAFT', `There is no draft ${draft}; the latest is ${drafts.length}`, at('change.draft', draft));
  }
  if (draft <= latestDraft) {
    const sentence = `A comment on draft ${latestDraft} did not lead to draft ${draft}, which was there already`;
    return reject('CHANGE_BEFORE_COMMENT', sentence, at('change.draft', draft));
  }
  return faultOfChange(change, before, after);
}
