import { type CalendarDate, instant } from '@concord/kernel';
import { provisionsOn, versionsOf } from '@concord/legal-text';
import type { DocketDocument } from '../docket/docket.read-model.js';
import type { Norm } from '../norm/norm.read-model.js';

/** What a line is made of. */
export const TOLD = [
  'id',
  'agency',
  'jurisdiction',
  'documentType',
  'docket',
  'source',
  'titles',
  'hsCodes',
  'status',
  'revision',
  'publishedOn',
  'inForceFrom',
  'repealedFrom',
  'state',
  'known',
  'window',
] as const satisfies readonly (keyof Norm)[];
type ToldNorm = Pick<Norm, (typeof TOLD)[number]>;

/** A norm as the database holds it, with the documents that it was published as and those that did something to it. */
export interface NormRecord {
  readonly norm: ToldNorm;
  readonly documents: readonly DocketDocument[];
  readonly about: readonly DocketDocument[];
}

/** An instant as the database writes it in JSON. */
const told = (at: string | null): string | null => at && instant(at);

const filed = ({ docket, documentId, normId, documentType, subtype, kind, kindBasis, title, registerNumber, ...rest }: DocketDocument) => ({
  docket,
  documentId,
  norm: normId,
  documentType,
  subtype,
  kind,
  kindBasis,
  title,
  registerNumber,
  postedAt: told(rest.postedAt),
  commentsFrom: told(rest.commentsFrom),
  commentsUntil: told(rest.commentsUntil),
  withdrawn: rest.withdrawn,
  relation: rest.relation && {
    relation: rest.relation,
    document: rest.relatedTo,
    norm: rest.relatedNormId,
    basis: rest.relationBasis,
    candidates: rest.candidates,
    reason: rest.relationReason,
  },
});

/** A version that has no day yet is shown as it stands before the first one. */
const BEFORE_ALL_DAYS = '0001-01-01' as CalendarDate;

/** Each text that the norm has had or will have, as far as is known, with its words and how they stand on its first day. */
const versionsIn = ({ state: { timeline } }: ToldNorm) =>
  versionsOf(timeline).map((version) => ({
    ...version,
    provisions: provisionsOn(timeline, version.version, version.inForceFrom ?? BEFORE_ALL_DAYS),
  }));

/** All that the platform knows of a norm, as one line of JSON. */
export function lineOf({ norm, documents, about }: NormRecord): string {
  const { id, agency, jurisdiction, documentType, docket, source, titles, hsCodes, status, revision, state, known, window } = norm;
  const { timeline, consultation, amendments } = state;
  const line = {
    id,
    agency,
    jurisdiction,
    documentType,
    docket,
    source,
    titles,
    hsCodes,
    status,
    revision,
    publishedOn: norm.publishedOn,
    inForceFrom: norm.inForceFrom,
    repealedFrom: norm.repealedFrom,
    zone: timeline.zone,
    /** Of a draft: what it proposes. */
    text: timeline.adopted,
    amendments,
    acts: timeline.acts,
    editions: known,
    versions: timeline.publishedOn === null ? [] : versionsIn(norm),
    consultation: consultation && { ...consultation, history: window },
    documents: documents.map(filed),
    documentsAbout: about.map(filed),
  };
  return `${JSON.stringify(line)}\n`;
}
