import { dateIn } from '@concord/kernel';
import { DescribeDocket, FileDocument } from '../docket/docket.commands.js';
import { kindOf } from '../docket/document-kind.js';
import { type ConsultationInput, DraftNorm, PublishNorm, WithdrawNorm } from '../norm/norm.commands.js';
import type { NormStatus } from '../norm/norm-state.js';
import type { RegulationsDocket } from './docket-item.js';
import type { RegulationsDocument } from './document.js';
import { handleOf, JURISDICTION, SYSTEM, ZONE } from './identity.js';

/** What belongs to a docket and is no text of the agency. */
const NO_NORMS = ['Supporting & Related Material', 'Public Submission', 'Other'];

const isNorm = ({ documentType }: RegulationsDocument): boolean => !NO_NORMS.includes(documentType);

/** A document without a docket is a docket of its own. */
export const docketOf = ({ id, docketId }: RegulationsDocument): string => docketId ?? id;

/** The id of the norm that a document becomes; undefined for what is none. */
export const normIdOf = (document: RegulationsDocument): string | undefined => (isNorm(document) ? handleOf(document.id) : undefined);

/** A notice that moves the window of another document takes no comments itself. */
const movesAnotherWindow = (document: RegulationsDocument): boolean => {
  const { kind, basis } = kindOf(document);
  return basis === 'SUBTYPE' && (kind === 'EXTENSION' || kind === 'REOPENING');
};

/** Why the window of a document is none: it ends before it starts. The docket keeps both instants as they were published. */
export function contradictionIn({ commentStartDate, commentEndDate }: RegulationsDocument): string | undefined {
  if (!commentStartDate || !commentEndDate || commentStartDate < commentEndDate) return undefined;
  return `imported without its window for comments, which ends at ${commentEndDate}, before it starts at ${commentStartDate}`;
}

/**
 * A window has both ends. A start alone is how regulations.gov repeats the day of publication. A rule that is published while
 * comments are taken is no draft any more: its window is in the docket alone.
 */
function consultationOf(document: RegulationsDocument, now: string): ConsultationInput | undefined {
  const { documentType, commentStartDate, commentEndDate } = document;
  if (!commentStartDate || !commentEndDate || contradictionIn(document) || movesAnotherWindow(document)) return undefined;
  if (documentType === 'Rule' && commentEndDate > now) return undefined;
  return { opensAt: commentStartDate, closesAt: commentEndDate, zone: ZONE };
}

/** A command, and where the norm stands when it needs no more. */
export interface Step {
  readonly command: object;
  readonly doneIn: readonly NormStatus[];
}

/** From nothing to the norm that a document is. */
export function stepsOf(document: RegulationsDocument, normId: string, now: string): readonly Step[] {
  const all: readonly NormStatus[] = ['DRAFT', 'CONSULTATION', 'ADOPTING', 'ADOPTED', 'REPEALED', 'WITHDRAWN'];
  const published: readonly NormStatus[] = ['ADOPTED', 'REPEALED', 'WITHDRAWN'];
  const source = { system: SYSTEM, documentId: document.id, ...(document.registerNumber && { registerNumber: document.registerNumber }) };
  const consultation = consultationOf(document, now);
  const draft = Object.assign(new DraftNorm(), {
    normId,
    jurisdiction: JURISDICTION,
    documentType: document.documentType,
    titles: [{ language: 'en-US', text: document.title }],
    source,
    ...(document.docketId && { docket: document.docketId }),
    ...(consultation && { consultation }),
  });
  if (document.withdrawn) {
    const command = Object.assign(new WithdrawNorm(), { normId, reason: `Withdrawn from ${SYSTEM}` });
    return [
      { command: draft, doneIn: all },
      { command, doneIn: published },
    ];
  }
  if (document.documentType !== 'Rule') return [{ command: draft, doneIn: all }];
  const command = Object.assign(new PublishNorm(), { normId, publishedOn: dateIn(ZONE, document.postedDate), zone: ZONE });
  return [
    { command: draft, doneIn: all },
    { command, doneIn: published },
  ];
}

const present = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as never;

export const filing = (document: RegulationsDocument): FileDocument =>
  Object.assign(new FileDocument(), {
    docketId: handleOf(docketOf(document)),
    jurisdiction: JURISDICTION,
    number: docketOf(document),
    system: SYSTEM,
    documentId: document.id,
    documentType: document.documentType,
    title: document.title,
    postedAt: document.postedDate,
    zone: ZONE,
    withdrawn: document.withdrawn,
    ...present({
      norm: normIdOf(document),
      subtype: document.subtype,
      registerNumber: document.registerNumber,
      objectId: document.objectId,
      commentsFrom: document.commentStartDate,
      commentsUntil: document.commentEndDate,
      modifiedAt: document.lastModifiedDate,
    }),
  });

export const description = (docket: RegulationsDocket): DescribeDocket =>
  Object.assign(new DescribeDocket(), {
    docketId: handleOf(docket.id),
    jurisdiction: JURISDICTION,
    number: docket.id,
    system: SYSTEM,
    title: docket.title,
    ...present({ abstract: docket.abstract, docketType: docket.docketType, rin: docket.rin, modifiedAt: docket.modifiedAt }),
  });
