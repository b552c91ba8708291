import type { CommentDisposition, CommentKind, CommentVerdict } from '../draft-comment.events.js';

export const KIND_CODES: Readonly<Record<CommentKind, string>> = { GENERAL: 'ge', TECHNICAL: 'te', EDITORIAL: 'ed' };

/** The kind that is meant by `te`, `Technical` and the like. */
export function kindMeantBy(text: string): CommentKind | undefined {
  const letters = text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const kinds = Object.entries(KIND_CODES) as readonly (readonly [CommentKind, string])[];
  return kinds.find(([kind, code]) => letters === code || letters === kind.toLowerCase())?.[0];
}

const PHRASES: Readonly<Record<CommentDisposition, string>> = {
  ACCEPTED: 'Accepted',
  ACCEPTED_IN_PART: 'Accepted in part',
  REJECTED: 'Rejected',
  NOTED: 'Noted',
};

/** What secretariats write for each; the longer ones first, for the shorter are their beginnings. */
const MEANT: readonly (readonly [RegExp, CommentDisposition])[] = [
  [/^(accepted in part|partially accepted|partly accepted|accepted in principle|accepted with modifications?)\b/i, 'ACCEPTED_IN_PART'],
  [/^(not accepted|rejected)\b/i, 'REJECTED'],
  [/^accepted\b/i, 'ACCEPTED'],
  [/^noted\b/i, 'NOTED'],
];

export const VERDICT_RULE =
  'an observation begins with Accepted, Accepted in part, Rejected or Noted, may go on with the draft that brought the change, as in (draft 3), and then, after a colon, says what is to be said';

/** As the column of the secretariat has it: `Accepted in part (draft 3): Forty-five days.` */
export function verdictText({ disposition, observation, resultingDraft }: CommentVerdict): string {
  const head = `${PHRASES[disposition]}${resultingDraft === null ? '' : ` (draft ${resultingDraft})`}`;
  return observation === null ? head : `${head}: ${observation}`;
}

const DRAFT = /^\s*\(\s*draft\s+(\d{1,9})\s*\)/i;
const REST = /^\s*(?:[:.;,–—-]\s*)?([\s\S]*)$/;

/** The reverse of `verdictText`; undefined where it begins with none of the words. */
export function verdictMeantBy(text: string): CommentVerdict | undefined {
  for (const [words, disposition] of MEANT) {
    const said = words.exec(text)?.[0];
    if (said === undefined) continue;
    const behind = text.slice(said.length);
    const draft = DRAFT.exec(behind);
    const observation = REST.exec(behind.slice(draft?.[0].length ?? 0))?.[1]?.trim();
    return { disposition, observation: observation || null, resultingDraft: draft ? Number(draft[1]) : null };
  }
  return undefined;
}
