import { AccessRecorder } from '@concord/audit';
import { badInput, ConcordError, forbidden, httpContext, inputValidation, publish, type Translate } from '@concord/graphql';
import { checkPurpose, identify, MANDATES, type Mandates, TokenVerifier, tokenNeeded } from '@concord/identity';
import { isPosition, permits } from '@concord/kernel';
import { TOKEN_VERIFIER } from '@concord/modules/identity';
import { ReadModelBehind, ReadModels } from '@concord/projections';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { coverage } from './coverage.js';
import { checkMandate, mapAccess, mapReaders, todayInUtc } from './coverage-map.resolver.js';
import { CoverageMapArgs } from './coverage-map.types.js';
import { CoverageReader } from './coverage-reader.js';
import { heatMap } from './heat-map.js';
import { questionOf } from './question.js';

const PATH = '/coverage-map.svg';

const STATUS: { readonly [code: string]: number } = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  INTERNAL: 500,
  IDENTITY_PROVIDER_UNAVAILABLE: 503,
  READ_MODEL_BEHIND: 503,
};

const HEADERS = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'cache-control': 'private, no-cache',
  'content-security-policy': `default-src 'none'`,
  'x-content-type-options': 'nosniff',
};

const translate: Translate = (error) =>
  error instanceof ReadModelBehind ? new ConcordError('READ_MODEL_BEHIND', error.message) : undefined;

/** The coverage map as a picture: `GET /coverage-map.svg`, with the arguments of the query and for those who may ask it. */
@Injectable()
export class CoverageMapDoor implements OnModuleInit {
  private readonly validation = inputValidation();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reader: CoverageReader,
    private readonly readModels: ReadModels,
    private readonly recorder: AccessRecorder,
    @Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier,
    @Inject(MANDATES) private readonly mandates: Mandates,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.setErrorHandler(answerFailure);
      scope.get(PATH, (request, reply) => this.draw(request, reply));
    });
  }

  private async draw(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const context = httpContext(request, reply);
    const actor = (await identify(this.tokens, context, this.mandates))?.actor;
    if (!actor) throw tokenNeeded(PATH);
    if (!permits([mapReaders], actor)) throw forbidden(`${actor.kind} ${actor.party} may not see the coverage map`, { rule: 'access' });
    checkPurpose(actor, context);
    checkMandate(actor);
    const args = await this.argumentsOf(request.query as Record<string, unknown>);
    if (args.atLeast !== undefined && !isPosition(args.atLeast)) {
      throw badInput('atLeast: must be a position of the log', { field: 'atLeast', value: args.atLeast, rule: 'a position of the log' });
    }
    if (args.atLeast) await this.readModels.waitFor(coverage.name, args.atLeast);
    await this.recorder.record({ ...mapAccess(actor, args), purpose: context.purpose, correlationId: context.correlationId });
    return reply.headers(HEADERS).send(heatMap(await this.reader.map(questionOf(args, todayInUtc()))));
  }

  /** Jurisdictions are joined by commas. */
  private argumentsOf({ jurisdictions, ...others }: Record<string, unknown>): Promise<CoverageMapArgs> {
    const listed = typeof jurisdictions === 'string' ? jurisdictions.split(',') : jurisdictions;
    const given = { ...others, ...(listed !== undefined && { jurisdictions: listed }) };
    return this.validation.transform(given, { type: 'query', metatype: CoverageMapArgs });
  }
}

/** Says what went wrong, in the shape that the GraphQL endpoint has for it. */
async function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const failure = publish(error, httpContext(request, reply), translate);
  await reply
    .code(STATUS[String(failure.extensions?.code)] ?? 400)
    .type('application/json; charset=utf-8')
    .send({ errors: [failure] });
}
