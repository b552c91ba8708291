import { ConcordError, forbidden, httpContext, publish, type Translate } from '@concord/graphql';
import { TokenVerifier } from '@concord/identity';
import { instantOf, permits } from '@concord/kernel';
import { identify, TOKEN_VERIFIER, tokenNeeded } from '@concord/modules/identity';
import { ReadModelBehind, ReadModels } from '@concord/projections';
import { contentSecurityPolicy } from '@concord/web';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DOSSIER_STYLE, dossierHtml } from './dossier.html.js';
import { shownDossier } from './dossier.types.js';
import { askedDossier } from './dossier-asked.js';
import { dossierReaders } from './dossier-kind.js';
import { dossiers } from './dossier-part.js';
import { DossierReader } from './dossier-reader.js';
import type { DossierForm } from './dossier-uri.js';
import { FilesUnderWay } from './files-under-way.js';

type OfDossier = { Params: { readonly kind: string; readonly file: string }; Querystring: Readonly<Record<string, unknown>> };

const STATUS: { readonly [code: string]: number } = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INTERNAL: 500,
  IDENTITY_PROVIDER_UNAVAILABLE: 503,
  READ_MODEL_BEHIND: 503,
  TOO_MANY_REQUESTS: 429,
};

const HEADERS: Readonly<Record<DossierForm, Readonly<Record<string, string>>>> = {
  html: {
    'content-type': 'text/html; charset=utf-8',
    'content-language': 'en',
    'content-security-policy': contentSecurityPolicy(DOSSIER_STYLE),
  },
  json: { 'content-type': 'application/json; charset=utf-8', 'content-security-policy': `default-src 'none'` },
};

const translate: Translate = (error) =>
  error instanceof ReadModelBehind ? new ConcordError('READ_MODEL_BEHIND', error.message) : undefined;

/** Dossiers as files: `GET /dossiers/<kind>/<id>.html` and `.json`, with the arguments of the query and for those who may ask it. */
@Injectable()
export class DossierDoor implements OnModuleInit {
  private readonly files = new FilesUnderWay();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reader: DossierReader,
    private readonly readModels: ReadModels,
    @Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.setErrorHandler(answerFailure);
      scope.get<OfDossier>('/dossiers/:kind/:file', (request, reply) => this.give(request, reply));
    });
  }

  private async give(request: FastifyRequest<OfDossier>, reply: FastifyReply): Promise<FastifyReply> {
    const actor = (await identify(this.tokens, httpContext(request, reply)))?.actor;
    if (!actor) throw tokenNeeded('A dossier');
    if (!permits([dossierReaders], actor)) throw forbidden(`${actor.kind} ${actor.party} may not see dossiers`, { rule: 'access' });
    const { kind, file } = request.params;
    const { form, atLeast, ...question } = askedDossier(kind, file, request.query);
    if (atLeast !== null) await this.readModels.waitFor(dossiers.name, atLeast);
    const body = await this.files.with(async () => {
      const dossier = await this.reader.open(question, actor);
      const madeAt = instantOf(new Date());
      return form === 'html' ? dossierHtml(dossier, madeAt) : `${JSON.stringify({ madeAt, ...shownDossier(dossier) })}\n`;
    });
    return reply
      .headers({
        ...HEADERS[form],
        'content-disposition': `inline; filename="dossier-${kind}-${file}"`,
        'cache-control': 'private, no-cache',
        'x-content-type-options': 'nosniff',
      })
      .send(body);
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
