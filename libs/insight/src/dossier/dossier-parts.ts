import { type Position, parseStream, START } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type DossierKind, ownStreams, type Relation } from './dossier-kind.js';
import { DossierPart } from './dossier-part.js';

/** The objects that one page of a dossier looks at, at most. */
export const MOST_PARTS = 1_000;

/** An object of a dossier. */
export type Part = Pick<DossierPart, 'relation' | 'stream' | 'until'>;

export interface Parts {
  readonly parts: readonly Part[];
  /** Where further objects begin; null where there are none. */
  readonly nextSince: Position | null;
}

/** What governed the transaction governs the complaint about it. */
const SHARED: readonly Relation[] = ['NORM', 'LICENCE', 'REGISTRATION'];

/** Which objects belong to a dossier, in the order in which they came into it. */
@Injectable()
export class DossierParts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async of(kind: DossierKind, subject: string, since: Position): Promise<Parts> {
    const listed = await this.listed(kind, subject, since);
    const { parts, nextSince } = listed.length > MOST_PARTS ? await this.firstOf(listed) : { parts: listed, nextSince: null };
    if (since !== START) return { parts, nextSince };
    const own = ownStreams(kind, subject).map(([relation, stream]): Part => ({ relation, stream, until: null }));
    return { parts: [...own, ...parts, ...(kind === 'COMPLAINT' ? await this.ofTheTransaction(parts) : [])], nextSince };
  }

  /** The objects that one event brought stay together: the next page begins behind it. */
  private async firstOf(listed: readonly DossierPart[]): Promise<Parts> {
    const last = listed.at(-1) as DossierPart;
    const before = listed.filter(({ since }) => since !== last.since);
    if (before.length > 0) return { parts: before, nextSince: before.at(-1)?.since ?? null };
    const { kind, subject, since } = last;
    return { parts: await this.dataSource.getRepository(DossierPart).findBy({ kind, subject, since }), nextSince: since };
  }

  private listed(kind: DossierKind, subject: string, since: Position): Promise<DossierPart[]> {
    return this.dataSource
      .getRepository(DossierPart)
      .createQueryBuilder('part')
      .where('part.kind = :kind AND part.subject = :subject AND part.since > :since', { kind, subject, since })
      .orderBy({ 'part.since': 'ASC', 'part.stream': 'ASC' })
      .limit(MOST_PARTS + 1)
      .getMany();
  }

  private async ofTheTransaction(parts: readonly Part[]): Promise<readonly Part[]> {
    const transaction = parts.find(({ relation }) => relation === 'TRANSACTION');
    if (!transaction) return [];
    const listed = await this.listed('TRANSACTION', parseStream(transaction.stream).id, START);
    return listed.filter(({ relation }) => SHARED.includes(relation));
  }
}
