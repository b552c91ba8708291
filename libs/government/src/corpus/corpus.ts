import { comparePositions, type Position, START } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { DocketDocument, dockets } from '../docket/docket.read-model.js';
import { Norm, norms } from '../norm/norm.read-model.js';
import { lineOf, type NormRecord, TOLD } from './norm-line.js';
import { jsonOf, tableOf } from './table-of.js';

/** Which norms are asked for. */
export interface CorpusFilter {
  readonly jurisdiction?: string | undefined;
  readonly agency?: string | undefined;
  /** Only norms whose ids come after this one. */
  readonly after?: string | undefined;
}

/** All norms as they stood at one moment. */
export interface Snapshot {
  /** Everything that the log held up to here is in it. */
  readonly position: Position;
  /** A line of JSON for each norm, in the order of their ids; read as fast as they are taken. */
  readonly lines: AsyncGenerator<string, void>;
}

/** Rows that are in memory at once: a norm may hold a megabyte of text. */
const AT_ONCE = 16;
/** Snapshots that are open at once in this process: each keeps one of the connections on which queries wait. */
const SNAPSHOTS_AT_MOST = 4;

export class TooManySnapshots extends Error {
  constructor() {
    super(`${SNAPSHOTS_AT_MOST} exports are under way already`);
  }
}

/** The whole corpus, however large. */
@Injectable()
export class Corpus {
  private open = 0;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Stays what it is while it is read, whatever is recorded meanwhile, and although a read model may be rebuilt: the tables are
   * those of its first moment. Whoever ends the lines early gives back the connection.
   * @throws TooManySnapshots
   */
  async snapshot(filter: CorpusFilter): Promise<Snapshot> {
    if (this.open >= SNAPSHOTS_AT_MOST) throw new TooManySnapshots();
    this.open++;
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const position = await this.positionOf(runner);
      await runner.query(`DECLARE corpus NO SCROLL CURSOR FOR ${this.recordsOf(filter)}`);
      const lines = this.linesOf(runner);
      // Begun at once: the end of a generator that never began would not give back the connection.
      await lines.next();
      return { position, lines };
    } catch (error) {
      await this.end(runner);
      throw error;
    }
  }

  private async *linesOf(runner: QueryRunner): AsyncGenerator<string, void> {
    try {
      yield '';
      for (;;) {
        const records = (await runner.query(`FETCH ${AT_ONCE} FROM corpus`)) as NormRecord[];
        for (const record of records) yield lineOf(record);
        if (records.length < AT_ONCE) return;
      }
    } finally {
      await this.end(runner);
    }
  }

  private async end(runner: QueryRunner): Promise<void> {
    this.open--;
    try {
      await runner.query('ROLLBACK');
    } finally {
      await runner.release();
    }
  }

  /** How far both read models have seen the log. */
  private async positionOf(runner: QueryRunner): Promise<Position> {
    const found = (await runner.query(`SELECT position::text FROM concord_projections.projection WHERE name = ANY($1) AND stage = 'live'`, [
      [norms.name, dockets.name],
    ])) as { readonly position: Position }[];
    const [first = START] = found.map(({ position }) => position).sort(comparePositions);
    return first;
  }

  private recordsOf({ jurisdiction, agency, after }: CorpusFilter): string {
    const papers = (column: string) =>
      `(SELECT coalesce(jsonb_agg(to_jsonb(paper) ORDER BY paper."postedAt", paper."documentId"), '[]')
        FROM ${tableOf(this.dataSource, DocketDocument)} AS paper WHERE paper."${column}" = norm.id)`;
    const conditions = [
      ...(jurisdiction === undefined ? [] : [`norm.jurisdiction = ${pg.escapeLiteral(jurisdiction)}`]),
      ...(agency === undefined ? [] : [`norm.agency = ${pg.escapeLiteral(agency)}`]),
      ...(after === undefined ? [] : [`norm.id > ${pg.escapeLiteral(after)}`]),
    ];
    return `SELECT ${jsonOf(this.dataSource, Norm, 'norm', TOLD)} AS norm, ${papers('normId')} AS documents, ${papers('relatedNormId')} AS about
      FROM ${tableOf(this.dataSource, Norm)} AS norm ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY norm.id`;
  }
}
