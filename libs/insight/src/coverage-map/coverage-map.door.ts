import { AccessRecorder } from '@concord/audit';
import { answerFailure } from '@concord/files';
import { badInput, inputValidation } from '@concord/graphql';
import { isPosition } from '@concord/kernel';
import { Doorkeeper } from '@concord/modules/identity';
import { ReadModels } from '@concord/projections';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { coverage } from './coverage.js';
import { checkMandate, mapAccess, mapReaders, todayInUtc } from './coverage-map.resolver.js';
import { CoverageMapArgs } from './coverage-map.types.js';
import { CoverageReader } from './coverage-reader.js';
import { heatMap } from './heat-map.js';
import { questionOf } from './question.js';

const PATH = '/coverage-map.svg';

const HEADERS = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'cache-control': 'private, no-cache',
  'content-security-policy': `default-src 'none'`,
  'x-content-type-options': 'nosniff',
};

/** The coverage map as a picture: `GET /coverage-map.svg`, with the arguments of the query and for those who may ask it. */
@Injectable()
export class CoverageMapDoor implements OnModuleInit {
  private readonly validation = inputValidation();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reader: CoverageReader,
    private readonly readModels: ReadModels,
    private readonly recorder: AccessRecorder,
    private readonly doorkeeper: Doorkeeper,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.setErrorHandler(answerFailure);
      scope.get(PATH, (request, reply) => this.draw(request, reply));
    });
  }

  private async draw(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const reader = await this.doorkeeper.admit(request, reply, { what: 'The coverage map', to: [mapReaders] });
    checkMandate(reader.actor);
    const args = await this.argumentsOf(request.query as Record<string, unknown>);
    if (args.atLeast !== undefined && !isPosition(args.atLeast)) {
      throw badInput('atLeast: must be a position of the log', { field: 'atLeast', value: args.atLeast, rule: 'a position of the log' });
    }
    if (args.atLeast) await this.readModels.waitFor(coverage.name, args.atLeast);
    await this.recorder.record(reader, mapAccess(reader.actor, args));
    return reply.headers(HEADERS).send(heatMap(await this.reader.map(questionOf(args, todayInUtc()))));
  }

  /** Jurisdictions are joined by commas. */
  private argumentsOf({ jurisdictions, ...others }: Record<string, unknown>): Promise<CoverageMapArgs> {
    const listed = typeof jurisdictions === 'string' ? jurisdictions.split(',') : jurisdictions;
    const given = { ...others, ...(listed !== undefined && { jurisdictions: listed }) };
    return this.validation.transform(given, { type: 'query', metatype: CoverageMapArgs });
  }
}
