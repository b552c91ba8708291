import {
  type Actor,
  aggregate,
  canonicalJson,
  type DecisionContext,
  ignored,
  instant,
  isRejection,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import { normTimeline } from '../norm/norm-timeline.js';
import { DescribeDocket, FileDocument, RelateDocument } from './docket.commands.js';
import {
  type DocketDescribed,
  type DocketEvent,
  type DocketOpened,
  type DocumentFiled,
  type DocumentRelated,
  docketEvents,
  type FiledDocument,
} from './docket.events.js';
import { type Relation, relationsOf } from './relation.js';

type Filed = DocumentFiled['data'];
type RelatedNow = DocumentRelated['data'];

export interface DocketState {
  /** The agency that filed first; null: there is no docket yet. */
  readonly agency: string | null;
  readonly description: DocketDescribed['data'] | null;
  readonly documents: Readonly<Record<string, Filed>>;
  /** What each document does to another one; documents that stand by themselves have no entry, but where the agency said so. */
  readonly relations: Readonly<Record<string, RelatedNow>>;
}

const initialState: DocketState = { agency: null, description: null, documents: {}, relations: {} };

const opening = (
  state: DocketState,
  { jurisdiction, number, system }: FileDocument | DescribeDocket,
  { actor }: Pick<DecisionContext, 'actor'>,
): readonly DocketOpened[] =>
  state.agency === null
    ? [{ type: 'government.docket.DocketOpened', data: { agency: actor.party, jurisdiction, number, system: system ?? null } }]
    : [];

const optionalInstant = (text: string | undefined) => (text === undefined ? null : instant(text));

const isOlder = (
  known: { readonly modifiedAt: string | null } | null | undefined,
  given: { readonly modifiedAt: string | null },
): boolean => known?.modifiedAt != null && given.modifiedAt !== null && given.modifiedAt < known.modifiedAt;

const same = (one: object | undefined | null, other: object): boolean => canonicalJson(one ?? null) === canonicalJson(other);

/** Ids are chosen by publishers, and some words are no member of a record but everyone's. */
const entryOf = <T>(record: Readonly<Record<string, T>>, id: string): T | undefined => (Object.hasOwn(record, id) ? record[id] : undefined);

const filedBy = (command: FileDocument, agency: string): Filed => ({
  agency,
  documentId: command.documentId,
  norm: command.norm ?? null,
  documentType: command.documentType,
  subtype: command.subtype ?? null,
  title: command.title,
  registerNumber: command.registerNumber ?? null,
  objectId: command.objectId ?? null,
  postedAt: instant(command.postedAt),
  zone: command.zone as TimeZone,
  commentsFrom: optionalInstant(command.commentsFrom),
  commentsUntil: optionalInstant(command.commentsUntil),
  withdrawn: command.withdrawn ?? false,
  modifiedAt: optionalInstant(command.modifiedAt),
});

const describedBy = ({ title, abstract, docketType, rin, modifiedAt }: DescribeDocket): DocketDescribed['data'] => ({
  title,
  abstract: abstract ?? null,
  docketType: docketType ?? null,
  rin: rin ?? null,
  modifiedAt: optionalInstant(modifiedAt),
});

const ofAgency = ({ agency, documentId }: Filed, { actor }: Pick<DecisionContext, 'actor'>): Rejection | undefined =>
  agency === actor.party ? undefined : reject('NOT_YOURS', `${documentId} was filed by ${agency}, and ${actor.party} is acting`);

/** Relations that follow from the documents, as far as they differ from what was known. */
function newRelations(documents: Readonly<Record<string, FiledDocument>>, known: DocketState['relations']): readonly DocumentRelated[] {
  const settled = new Map<string, Relation>();
  const alone = new Set<string>();
  for (const { documentId, relation, to, basis, candidates } of Object.values(known)) {
    if (basis !== 'AGENCY') continue;
    if (relation) settled.set(documentId, { relation, to, basis, candidates });
    else alone.add(documentId);
  }
  // Supporting material and letters are about everything in the docket, and do nothing to it.
  const texts = Object.values(documents).filter(({ norm }) => norm !== null);
  const relations = relationsOf(texts, settled);
  return Object.keys(documents).flatMap((documentId) => {
    if (settled.has(documentId) || alone.has(documentId)) return [];
    const { relation = null, to = null, basis = null, candidates = [] } = relations.get(documentId) ?? {};
    const norm = to === null ? null : (entryOf(documents, to)?.norm ?? null);
    const data: RelatedNow = { documentId, relation, to, norm, basis, candidates, reason: null };
    const before = entryOf(known, documentId) ?? { ...data, relation: null, to: null, norm: null, basis: null, candidates: [] };
    return same(before, data) ? [] : [{ type: 'government.docket.DocumentRelated' as const, data }];
  });
}

/** Whether the docket has the document as it is described. */
export const isFiled = (state: DocketState, command: FileDocument, agency: string): boolean =>
  same(entryOf(state.documents, command.documentId), filedBy(command, agency));

export const isDescribed = (state: DocketState, command: DescribeDocket): boolean => same(state.description, describedBy(command));

/** Who answers for the norm that a document is said to be; null: it is said to be none, empty: there is no such norm. */
interface FilingFacts {
  readonly agencyOfNorm: string | null;
}

type Filing = Pick<DecisionContext<FilingFacts>, 'actor' | 'facts'>;

/** A document is a norm of the agency that files it. */
function faultOfNorm({ norm }: FileDocument, { actor, facts: { agencyOfNorm } }: Filing): Rejection | undefined {
  if (agencyOfNorm === null || agencyOfNorm === actor.party) return undefined;
  if (agencyOfNorm === '') return reject('NORM_NOT_FOUND', `There is no norm ${norm}`, { field: 'norm', value: norm });
  return reject('NOT_YOURS', `The norm ${norm} belongs to ${agencyOfNorm}, and ${actor.party} is acting`, { field: 'norm', value: norm });
}

function file(command: FileDocument, state: DocketState, context: Filing): Outcome<DocketEvent> {
  const known = entryOf(state.documents, command.documentId);
  const refusal = (known && ofAgency(known, context)) ?? faultOfNorm(command, context);
  if (refusal) return refusal;
  const data = filedBy(command, context.actor.party);
  if (same(known, data) || isOlder(known, data)) return [];
  const documents = { ...state.documents, [data.documentId]: data };
  return [
    ...opening(state, command, context),
    { type: 'government.docket.DocumentFiled', data },
    ...newRelations(documents, state.relations),
  ];
}

function describe(command: DescribeDocket, state: DocketState, context: DecisionContext): Outcome<DocketEvent> {
  if (state.agency !== null && state.agency !== context.actor.party) {
    return reject('NOT_YOURS', `The docket belongs to ${state.agency}, and ${context.actor.party} is acting`);
  }
  const data = describedBy(command);
  if (same(state.description, data) || isOlder(state.description, data)) return [];
  return [...opening(state, command, context), { type: 'government.docket.DocketDescribed', data }];
}

interface RelatingFacts {
  readonly normExists: boolean;
}

/** A relation names a norm, and a norm is named by a relation. */
function faultOfRelation({ relation, norm }: RelateDocument, { normExists }: RelatingFacts): Rejection | undefined {
  if ((relation === undefined) !== (norm === undefined)) {
    const field = relation === undefined ? 'relation' : 'norm';
    return reject('BAD_INPUT', '`relation` and `norm` are given together, or both are left out', { field });
  }
  if (norm === undefined || normExists) return undefined;
  return reject('NORM_NOT_FOUND', `There is no norm ${norm}`, { field: 'norm', value: norm });
}

function relate(command: RelateDocument, state: DocketState, context: DecisionContext<RelatingFacts>): Outcome<DocketEvent> {
  const { documentId, relation = null, norm = null, reason } = command;
  const document = entryOf(state.documents, documentId);
  if (!document) {
    return reject('DOCUMENT_NOT_FOUND', `The docket holds no document ${documentId}`, { field: 'documentId', value: documentId });
  }
  const refusal = ofAgency(document, context) ?? faultOfRelation(command, context.facts);
  if (refusal) return refusal;
  const to = Object.values(state.documents).find((other) => norm !== null && other.norm === norm)?.documentId ?? null;
  const data: RelatedNow = { documentId, relation, to, norm, basis: 'AGENCY', candidates: [], reason };
  if (same(entryOf(state.relations, documentId), data)) return [];
  const stated: DocumentRelated = { type: 'government.docket.DocumentRelated', data };
  return [stated, ...newRelations(state.documents, { ...state.relations, [documentId]: data })];
}

const ofTheFiledNorm = async ({ norm }: FileDocument, load: Load): Promise<FilingFacts> => ({
  agencyOfNorm: norm === undefined ? null : (await load(normTimeline, norm)).agency,
});

const ofTheNorm = async ({ norm }: RelateDocument, load: Load): Promise<RelatingFacts> => ({
  normExists: norm !== undefined && (await load(normTimeline, norm)).agency !== '',
});

function evolve(state: DocketState, event: DocketEvent): DocketState {
  switch (event.type) {
    case 'government.docket.DocketOpened':
      return { ...state, agency: event.data.agency };
    case 'government.docket.DocketDescribed':
      return { ...state, description: event.data };
    case 'government.docket.DocumentFiled':
      return { ...state, documents: { ...state.documents, [event.data.documentId]: event.data } };
    case 'government.docket.DocumentRelated':
      return { ...state, relations: { ...state.relations, [event.data.documentId]: event.data } };
    default:
      return ignored(state, event);
  }
}

/** The docket as it will be when the document has been filed as the norm that it is about to be; as it is, where that is refused. */
export function afterFiling(state: DocketState, command: FileDocument, actor: Actor): DocketState {
  const outcome = file(command, state, { actor, facts: { agencyOfNorm: command.norm === undefined ? null : actor.party } });
  return isRejection(outcome) ? state : outcome.reduce(evolve, state);
}

/** Everything that agencies published about one matter, in order, and what each document does to the others. */
export const docket = aggregate<DocketState, DocketEvent>({
  name: 'government.docket',
  events: docketEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(FileDocument, 'docketId', file, ofTheFiledNorm),
    on(DescribeDocket, 'docketId', describe),
    on(RelateDocument, 'docketId', relate, ofTheNorm),
  ],
});
