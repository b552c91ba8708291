import type { Instant } from '@concord/kernel';
import type { FiledDocument } from '../docket/docket.events.js';
import type { DocketState } from '../docket/docket.js';
import { kindOf } from '../docket/document-kind.js';
import type { RelationKind } from '../docket/relation.js';
import { CorrectConsultation, ExtendConsultation, OpenConsultation, ReopenConsultation, WithdrawNorm } from '../norm/norm.commands.js';
import type { NormState } from '../norm/norm-state.js';
import { SYSTEM } from './identity.js';

/** What the documents of a docket mean for one norm of it. */
export interface Consequence {
  readonly normId: string;
  /** The command that the norm, as it stands, still needs; undefined where it needs none. */
  commandFor(norm: NormState): object | undefined;
}

/** What only a title says is a link for readers. A norm is changed on the word of a field, or of the agency. */
const isStated = (docket: DocketState, document: FiledDocument): boolean =>
  kindOf(document).basis === 'SUBTYPE' || docket.relations[document.documentId]?.basis === 'AGENCY';

const nameOf = ({ registerNumber, documentId }: FiledDocument): string => registerNumber ?? documentId;

/** The stated notices of a docket that have one of these relations to a norm. */
function noticesTo(docket: DocketState, norm: string, ...relations: readonly RelationKind[]): readonly FiledDocument[] {
  return Object.values(docket.relations)
    .filter((related) => related.norm === norm && related.relation !== null && relations.includes(related.relation))
    .flatMap(({ documentId }) => docket.documents[documentId] ?? [])
    .filter((document) => isStated(docket, document) && !document.withdrawn);
}

interface Window {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** What says so: the document itself, or the notice with the latest end. */
  readonly saidBy: FiledDocument;
}

/** The window that a document's own dates, and the notices about it, give it. */
function windowOf(docket: DocketState, document: FiledDocument, norm: string): Window | undefined {
  const sources = [document, ...noticesTo(docket, norm, 'EXTENDS', 'REOPENS')];
  const ends = sources.flatMap((saidBy) => (saidBy.commentsUntil === null ? [] : [{ saidBy, closesAt: saidBy.commentsUntil }]));
  const [last] = ends.sort((one, other) => (one.closesAt < other.closesAt ? 1 : -1));
  const opensAt = document.commentsFrom ?? last?.saidBy.commentsFrom;
  return last && opensAt ? { opensAt, ...last } : undefined;
}

/** Moves the window of a norm to where the documents say that it is; one that is over stays as it is. */
function moveWindow(normId: string, { opensAt, closesAt, saidBy }: Window, zone: string) {
  return ({ status, consultation }: NormState): object | undefined => {
    const window = { opensAt, closesAt, zone };
    const reason = `By ${nameOf(saidBy)} on ${SYSTEM}`;
    if (status === 'DRAFT') {
      if (!consultation) return Object.assign(new OpenConsultation(), { normId, window });
      const again = { ...window, opensAt: saidBy.commentsFrom ?? saidBy.postedAt };
      return consultation.closesAt < closesAt ? Object.assign(new ReopenConsultation(), { normId, window: again, reason }) : undefined;
    }
    if (status !== 'CONSULTATION' || !consultation || consultation.closesAt === closesAt) return undefined;
    return consultation.closesAt < closesAt
      ? Object.assign(new ExtendConsultation(), { normId, closesAt, reason })
      : Object.assign(new CorrectConsultation(), { normId, window, reason });
  };
}

/** The window that the documents of a docket give a norm; undefined where they give it none of its own. */
function windowIn(docket: DocketState, { documentId, norm }: FiledDocument): Window | undefined {
  const document = Object.hasOwn(docket.documents, documentId) ? docket.documents[documentId] : undefined;
  if (!document || norm === null || document.withdrawn || document.documentType === 'Rule') return undefined;
  const moves = ['EXTENDS', 'REOPENS'].includes(docket.relations[documentId]?.relation ?? '') && isStated(docket, document);
  return moves ? undefined : windowOf(docket, document, norm);
}

/**
 * What a filing changes for the norms of its docket: windows that are still open, and proposals that were withdrawn. What the
 * documents said before is no reason to act: since then the agency may have decided otherwise here.
 */
export function consequencesOf(before: DocketState, after: DocketState, now: Instant): readonly Consequence[] {
  return Object.values(after.documents).flatMap((document): readonly Consequence[] => {
    const { norm: normId, zone } = document;
    if (normId === null) return [];
    const [withdrawal] = noticesTo(after, normId, 'WITHDRAWS');
    if (withdrawal) {
      if (noticesTo(before, normId, 'WITHDRAWS').length > 0) return [];
      const command = Object.assign(new WithdrawNorm(), { normId, reason: `Withdrawn by ${nameOf(withdrawal)} on ${SYSTEM}` });
      return [{ normId, commandFor: ({ status }) => (status === 'DRAFT' || status === 'CONSULTATION' ? command : undefined) }];
    }
    const window = windowIn(after, document);
    if (!window || window.closesAt <= now || window.closesAt === windowIn(before, document)?.closesAt) return [];
    return [{ normId, commandFor: moveWindow(normId, window, zone) }];
  });
}
