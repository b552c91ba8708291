import { badInput, ConcordError, notFound } from '@concord/graphql';
import { dateIn, instantOf, type TimeZone } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { DraftText, Standard } from '../../standard/standard.read-model.js';
import { DraftComment } from '../draft-comment.read-model.js';
import { DOCUMENT_ORDER } from '../draft-comment.resolver.js';
import { ClauseNames } from '../form/clause-names.js';
import { type Form, lineOf, type ToldComment } from '../form/form.js';
import { MOST_ROWS } from '../form/table.js';

/** Which comments are asked for. */
export interface AskedComments {
  readonly standardId: string;
  /** Left out: the latest. */
  readonly draft?: number | undefined;
  readonly author?: string | undefined;
  readonly clause?: string | undefined;
}

/** Characters of one form: it is made in memory. */
const MOST_CHARACTERS = 32 * 2 ** 20;

const toldOf = (comment: DraftComment): ToldComment => {
  const { disposition, observation, resultingDraft } = comment;
  return { ...comment, verdict: disposition && { disposition, observation, resultingDraft } };
};

/** The comments on a draft as a form: those that were not withdrawn, in the order of the text. */
@Injectable()
export class CommentExport {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws ConcordError NOT_FOUND, FORM_TOO_LARGE */
  async formOf({ standardId, draft, author, clause }: AskedComments): Promise<Form & { readonly draft: number }> {
    const standard = await this.dataSource.getRepository(Standard).findOneBy({ id: standardId });
    if (!standard) throw notFound('standard', standardId);
    const version = draft ?? standard.drafts.at(-1)?.version;
    const text = version && (await this.dataSource.getRepository(DraftText).findOneBy({ standardId, version }));
    if (!version || !text) throw notFound('draft', `${version ?? 1} of ${standardId}`, 'draft');
    const eIds = text.sections.map(({ eId }) => eId);
    if (clause !== undefined && !eIds.includes(clause)) {
      throw badInput(`clause: there is no section ${clause} in draft ${version}`, { field: 'clause', value: clause });
    }
    const found = this.dataSource
      .getRepository(DraftComment)
      .createQueryBuilder('comment')
      .where('comment.standardId = :standardId AND comment.draftVersion = :version AND NOT comment.withdrawn', { standardId, version });
    if (author !== undefined) found.andWhere('comment.author = :author', { author });
    if (clause !== undefined) found.andWhere('comment.clause = :clause', { clause });
    await this.checkSize(found);
    for (const key of DOCUMENT_ORDER) if ('property' in key) found.addOrderBy(`comment.${key.property}`, key.direction);
    const clauses = new ClauseNames(eIds);
    const lines = (await found.getMany()).map((comment) => lineOf(toldOf(comment), clauses));
    const date = dateIn('UTC' as TimeZone, instantOf(new Date()));
    return { date, document: `${standard.titles[0]?.text ?? standardId}, draft ${version}`, project: standardId, lines, draft: version };
  }

  private async checkSize(found: SelectQueryBuilder<DraftComment>): Promise<void> {
    const size = await found
      .clone()
      .select('count(*)::integer', 'comments')
      .addSelect(
        `coalesce(sum(length(comment.text) + length(coalesce(comment.proposedChange, '')) + length(coalesce(comment.observation, ''))), 0)::float8`,
        'characters',
      )
      .getRawOne<{ readonly comments: number; readonly characters: number }>();
    if (!size || (size.comments <= MOST_ROWS && size.characters <= MOST_CHARACTERS)) return;
    const rule = `a form has at most ${MOST_ROWS} comments with ${MOST_CHARACTERS} characters. Ask for one author or one clause`;
    throw new ConcordError('FORM_TOO_LARGE', `There are ${size.comments} comments with ${size.characters} characters: ${rule}`, { rule });
  }
}
