import { type CalendarDate, dateIn, type Instant, type TimeZone } from '@concord/kernel';
import { type DocumentKind, type Kinded, kindOf } from './document-kind.js';
import { correctedNumber, sameRegisterNumber } from './register-number.js';
import { agreement, subjectOf } from './subject.js';

/** What a document does to another one of its docket. */
export const RELATIONS = [
  'EXTENDS',
  'REOPENS',
  'HEARS',
  'CORRECTS',
  'WITHDRAWS',
  'DELAYS',
  'SUPPLEMENTS',
  'FINALISES',
  'REPEATS',
  'UNRESOLVED',
] as const;
export type RelationKind = (typeof RELATIONS)[number];

/** On what the choice of the other document rests; `AGENCY`: the agency said so. */
export const RELATION_BASES = ['REGISTER_NUMBER', 'TITLE', 'DOCKET', 'AGENCY'] as const;
export type RelationBasis = (typeof RELATION_BASES)[number];

export interface Relation {
  readonly relation: RelationKind;
  /** The other document; null while it is not known which. */
  readonly to: string | null;
  readonly basis: RelationBasis | null;
  /** Where it is unresolved: the documents that it may be about. */
  readonly candidates: readonly string[];
}

/** A document as the rule sees it. */
export interface Related extends Kinded {
  readonly documentId: string;
  readonly postedAt: Instant;
  readonly zone: TimeZone;
  readonly commentsUntil: Instant | null;
  readonly withdrawn: boolean;
}

interface Paper extends Related {
  readonly kind: DocumentKind;
  readonly postedOn: CalendarDate;
  readonly subject: ReadonlySet<string>;
}

const PROPOSALS: readonly DocumentKind[] = ['PROPOSAL', 'SUPPLEMENTAL_PROPOSAL', 'GUIDANCE'];
const RULES: readonly DocumentKind[] = ['FINAL_RULE', 'INTERIM_FINAL_RULE', 'DIRECT_FINAL_RULE'];
/** These are about another document, and never that other document themselves. */
const NOTICES: readonly DocumentKind[] = ['EXTENSION', 'REOPENING', 'HEARING', 'CORRECTION', 'WITHDRAWAL', 'DELAY'];

const paperOf = (document: Related): Paper => ({
  ...document,
  kind: kindOf(document).kind,
  postedOn: dateIn(document.zone, document.postedAt),
  subject: subjectOf(document.title),
});

/** In the order of their days; on one day in the order in which they were numbered. */
const inOrder = (one: Related, other: Related): number =>
  one.postedAt.localeCompare(other.postedAt) || one.documentId.localeCompare(other.documentId, 'en', { numeric: true });

const found = (relation: RelationKind, to: Paper, basis: RelationBasis): Relation => ({
  relation,
  to: to.documentId,
  basis,
  candidates: [],
});

const unresolved = (candidates: readonly Paper[]): Relation => ({
  relation: 'UNRESOLVED',
  to: null,
  basis: null,
  candidates: candidates.map(({ documentId }) => documentId),
});

/** The ones whose subject is the same; where there are none, those whose subject says all of the other's words, or part of them. */
function agreeing(paper: Paper, candidates: readonly Paper[]): readonly Paper[] {
  const by = (wanted: 'SAME' | 'WITHIN') => candidates.filter(({ subject }) => agreement(paper.subject, subject) === wanted);
  const same = by('SAME');
  return same.length > 0 ? same : by('WITHIN');
}

/** The latest, where one day has no two. */
function latestOf(papers: readonly Paper[]): Paper | undefined {
  const last = papers.at(-1);
  return last && papers.at(-2)?.postedOn !== last.postedOn ? last : undefined;
}

/** The only candidate; of several the latest with the subject of the notice. */
function choose(relation: RelationKind, paper: Paper, candidates: readonly Paper[]): Relation {
  const [only, ...others] = candidates;
  if (only && others.length === 0) return found(relation, only, 'DOCKET');
  const titled = latestOf(agreeing(paper, candidates));
  return titled ? found(relation, titled, 'TITLE') : unresolved(candidates);
}

const hasWindow = ({ commentsUntil }: Paper): boolean => commentsUntil !== null;

/** Those that took comments when the paper was posted; where none did, all. */
function openAt({ postedAt }: Paper, papers: readonly Paper[]): readonly Paper[] {
  const open = papers.filter(({ commentsUntil }) => commentsUntil !== null && commentsUntil >= postedAt);
  return open.length > 0 ? open : papers;
}

/** What a notice is about, by its kind, of what was posted before it. */
function ofNotice(paper: Paper, earlier: readonly Paper[]): Relation | undefined {
  const texts = earlier.filter(({ kind }) => !NOTICES.includes(kind));
  const proposals = texts.filter(({ kind }) => !RULES.includes(kind));
  switch (paper.kind) {
    case 'EXTENSION':
      return choose('EXTENDS', paper, openAt(paper, texts.filter(hasWindow)));
    case 'REOPENING':
      return choose('REOPENS', paper, texts.filter(hasWindow));
    case 'HEARING':
      return choose('HEARS', paper, openAt(paper, proposals));
    case 'WITHDRAWAL':
      return choose('WITHDRAWS', paper, paper.documentType === 'Rule' ? texts : proposals);
    case 'DELAY':
      return choose(
        'DELAYS',
        paper,
        texts.filter(({ kind }) => RULES.includes(kind)),
      );
    case 'CORRECTION':
      return choose(
        'CORRECTS',
        paper,
        texts.filter(({ documentType }) => documentType === paper.documentType),
      );
    case 'SUPPLEMENTAL_PROPOSAL':
      return choose('SUPPLEMENTS', paper, proposals);
    default:
      return undefined;
  }
}

/** The register's own word: the number of a correction, or the same number again. */
function byNumber(paper: Paper, earlier: readonly Paper[]): Relation | undefined {
  const repeated = earlier.find(({ registerNumber }) => sameRegisterNumber(registerNumber, paper.registerNumber));
  if (repeated) return found('REPEATS', repeated, 'REGISTER_NUMBER');
  const corrected = correctedNumber(paper.registerNumber);
  const mended = corrected && earlier.find(({ registerNumber }) => registerNumber !== null && corrected(registerNumber));
  return mended ? found('CORRECTS', mended, 'REGISTER_NUMBER') : undefined;
}

/** A proposal under the title of one before it: an extension, a correction or a new proposal, and the source does not say which. */
function ofRepeatedTitle(paper: Paper, earlier: readonly Paper[]): Relation | undefined {
  const same = earlier.filter(({ kind, subject }) => PROPOSALS.includes(kind) && agreement(paper.subject, subject) === 'SAME');
  return same.length > 0 ? unresolved(same) : undefined;
}

/** Which proposals, and rules that asked for comments, wait for a final rule. */
class Awaiting {
  private readonly papers: Paper[] = [];

  add(paper: Paper): void {
    if (PROPOSALS.includes(paper.kind) || (RULES.includes(paper.kind) && hasWindow(paper))) this.papers.push(paper);
  }

  /** The proposal that a rule makes final, the latest under its title; what was proposed under the same title before goes with it. */
  finalisedBy(rule: Paper): Relation | undefined {
    const before = this.papers.filter(({ postedOn }) => postedOn < rule.postedOn);
    const proposals = before.filter(({ kind }) => PROPOSALS.includes(kind));
    const rules = hasWindow(rule)
      ? []
      : before.filter((paper) => RULES.includes(paper.kind) && agreement(paper.subject, rule.subject) === 'SAME');
    const titled = latestOf(agreeing(rule, [...proposals, ...rules].sort(inOrder)));
    if (titled) {
      this.settle(titled);
      return found('FINALISES', titled, 'TITLE');
    }
    return proposals.length > 0 ? unresolved(proposals) : undefined;
  }

  settle(paper: Paper): void {
    const left = this.papers.filter(({ subject, postedAt }) => postedAt > paper.postedAt || agreement(subject, paper.subject) !== 'SAME');
    this.papers.splice(0, this.papers.length, ...left);
  }
}

/**
 * How the documents of a docket relate, as far as numbers, kinds, days and titles tell. What they do not tell is said to be
 * unresolved; documents that stand by themselves have no entry.
 * @param settled what the agency has said, by the id of the document
 */
export function relationsOf(
  documents: readonly Related[],
  settled: ReadonlyMap<string, Relation> = new Map(),
): ReadonlyMap<string, Relation> {
  const papers = documents
    .filter(({ withdrawn }) => !withdrawn)
    .map(paperOf)
    .sort(inOrder);
  const relations = new Map(settled);
  const awaiting = new Awaiting();
  for (const [place, paper] of papers.entries()) {
    const relation = settled.get(paper.documentId) ?? relationOf(paper, papers.slice(0, place), awaiting);
    if (relation) relations.set(paper.documentId, relation);
    if (relation?.relation === 'FINALISES') {
      const to = papers.find(({ documentId }) => documentId === relation.to);
      if (to) awaiting.settle(to);
    }
    if (!relation || relation.relation === 'UNRESOLVED' || relation.relation === 'SUPPLEMENTS') awaiting.add(paper);
  }
  return relations;
}

function relationOf(paper: Paper, earlier: readonly Paper[], awaiting: Awaiting): Relation | undefined {
  const known = byNumber(paper, earlier) ?? ofNotice(paper, earlier);
  if (known) return known;
  if (RULES.includes(paper.kind)) return awaiting.finalisedBy(paper);
  return paper.kind === 'PROPOSAL' ? ofRepeatedTitle(paper, earlier) : undefined;
}
