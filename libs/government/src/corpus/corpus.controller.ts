import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { comparePositions, isPosition, type Position, START } from '@concord/kernel';
import { ReadModelBehind, ReadModels } from '@concord/projections';
import { HANDLE_RULE, isHandle, isJurisdiction, JURISDICTION_RULE } from '@concord/reference-data';
import { BadRequestException, Controller, Get, Query, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { dockets } from '../docket/docket.read-model.js';
import { norms } from '../norm/norm.read-model.js';
import { Corpus, type CorpusFilter, type Snapshot, TooManySnapshots } from './corpus.js';
import { patientStream } from './patient-stream.js';

/** Milliseconds after which a reader who takes nothing is left. */
const PATIENCE_MS = 60_000;

type Asked = Readonly<Record<string, unknown>>;

const RULES: Readonly<Record<string, readonly [(text: string) => boolean, string]>> = {
  jurisdiction: [isJurisdiction, JURISDICTION_RULE],
  agency: [isHandle, HANDLE_RULE],
  after: [isHandle, HANDLE_RULE],
  atLeast: [isPosition, 'a position is a whole number without leading zeros, as a receipt gives it'],
};

/** @throws BadRequestException naming the field, the value and the rule */
function checked(asked: Asked): CorpusFilter & { readonly atLeast?: Position } {
  for (const [field, value] of Object.entries(asked)) {
    const [holds, rule] = RULES[field] ?? [];
    if (!holds) throw new BadRequestException(`${field}: there is no such parameter, but ${Object.keys(RULES).join(', ')}`);
    if (typeof value !== 'string' || !holds(value)) {
      throw new BadRequestException(`${field}: ${JSON.stringify(value)} is refused: ${rule}`);
    }
  }
  return asked;
}

/** Every norm, for whoever wants to have them all. */
@Controller('export')
export class CorpusController {
  constructor(
    private readonly corpus: Corpus,
    private readonly readModels: ReadModels,
  ) {}

  @Get('norms.jsonl')
  async norms(@Query() asked: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { atLeast, ...filter } = checked(asked);
    const { position, lines } = await this.open(filter, atLeast);
    const packed = new Negotiator(request.raw).encoding(['gzip', 'identity']) === 'gzip';
    void reply.headers({
      'content-type': 'application/jsonl; charset=utf-8',
      'concord-position': position,
      'cache-control': 'no-store',
      vary: 'accept-encoding',
      ...(packed && { 'content-encoding': 'gzip' }),
    });
    if (request.method === 'HEAD') {
      await lines.return();
      await reply.send();
      return;
    }
    const stream = patientStream(lines, PATIENCE_MS);
    await reply.send(packed ? gzipped(stream) : stream);
  }

  /** @param atLeast what has to be in it */
  private async open(filter: CorpusFilter, atLeast: Position = START): Promise<Snapshot> {
    try {
      await Promise.all([norms, dockets].map(({ name }) => this.readModels.waitFor(name, atLeast)));
      const { position, lines } = await this.corpus.snapshot(filter);
      return { position: comparePositions(position, atLeast) < 0 ? atLeast : position, lines };
    } catch (error) {
      if (error instanceof TooManySnapshots || error instanceof ReadModelBehind) {
        throw new ServiceUnavailableException(`${error.message}. Try again in a moment`);
      }
      throw error;
    }
  }
}

/** The end of one, early or not, is the end of the other. */
const gzipped = (stream: Readable): Readable => pipeline(stream, createGzip(), () => undefined);
