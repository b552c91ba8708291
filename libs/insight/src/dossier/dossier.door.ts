import { answerFailure } from '@concord/files';
import { instantOf } from '@concord/kernel';
import { Doorkeeper } from '@concord/modules/identity';
import { ReadModels } from '@concord/projections';
import { contentSecurityPolicy } from '@concord/web';
import { Injectable, type OnModuleInit } from '@nestjs/common';
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

const HEADERS: Readonly<Record<DossierForm, Readonly<Record<string, string>>>> = {
  html: {
    'content-type': 'text/html; charset=utf-8',
    'content-language': 'en',
    'content-security-policy': contentSecurityPolicy(DOSSIER_STYLE),
  },
  json: { 'content-type': 'application/json; charset=utf-8', 'content-security-policy': `default-src 'none'` },
};

/** Dossiers as files: `GET /dossiers/<kind>/<id>.html` and `.json`, with the arguments of the query and for those who may ask it. */
@Injectable()
export class DossierDoor implements OnModuleInit {
  private readonly files = new FilesUnderWay();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reader: DossierReader,
    private readonly readModels: ReadModels,
    private readonly doorkeeper: Doorkeeper,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.setErrorHandler(answerFailure);
      scope.get<OfDossier>('/dossiers/:kind/:file', (request, reply) => this.give(request, reply));
    });
  }

  private async give(request: FastifyRequest<OfDossier>, reply: FastifyReply): Promise<FastifyReply> {
    const reader = await this.doorkeeper.admit(request, reply, { what: 'A dossier', to: [dossierReaders] });
    const { kind, file } = request.params;
    const { form, atLeast, ...question } = askedDossier(kind, file, request.query);
    if (atLeast !== null) await this.readModels.waitFor(dossiers.name, atLeast);
    const body = await this.files.with(async () => {
      const dossier = await this.reader.open(question, reader);
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
