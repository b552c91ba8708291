import { instantOf } from '@concord/kernel';
import { isHandle } from '@concord/reference-data';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DataSource, In } from 'typeorm';
import { Norm } from '../norm/norm.read-model.js';
import type { Segments } from './asked.js';
import type { KnownPlaces } from './known-places.js';
import { problemAnswer } from './problem.js';
import { resolve } from './resolve.js';

const WORK = ':jurisdiction/:agency/:documentType/:norm';

/** The URIs of norms (docs/norm-uris.md): what governs all is read by all, with or without a token. */
@Controller('eli')
export class EliController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Get([WORK, `${WORK}/:point`, `${WORK}/:point/:language`, `${WORK}/:point/:language/:format`])
  async answer(
    @Param() segments: Segments,
    @Query() query: Record<string, unknown>,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const norm = isHandle(segments.norm) ? await this.dataSource.getRepository(Norm).findOneBy({ id: segments.norm }) : null;
    const asked = { segments, query, headers, now: instantOf(new Date()) };
    const found = await resolve(norm, asked, (ids) => this.placesOf(ids));
    const { status, headers: answered, body } = 'code' in found ? problemAnswer(found, headers) : found;
    await reply.code(status).headers(answered).send(body);
  }

  private async placesOf(ids: readonly string[]): Promise<KnownPlaces> {
    if (ids.length === 0) return new Map();
    const norms = await this.dataSource
      .getRepository(Norm)
      .find({ select: { id: true, agency: true, jurisdiction: true, documentType: true }, where: { id: In([...ids]) } });
    return new Map(norms.map((norm) => [norm.id, norm]));
  }
}
