import { answerFailure, DEFAULT_FILE_LIMIT, FILE_LIMIT } from '@concord/files';
import { ConcordError, httpContext } from '@concord/graphql';
import type { Position } from '@concord/kernel';
import { Doorkeeper, tokenNeeded } from '@concord/modules/identity';
import { ReadModels } from '@concord/projections';
import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { standards } from '../../standard/standard.read-model.js';
import { draftComments } from '../draft-comment.read-model.js';
import type { Form } from '../form/form.js';
import { CommentImport } from '../import/comment-import.js';
import { AskedExport, AskedForm, asked } from './asked.js';
import { CommentExport } from './comment-export.js';
import { Turns } from './turns.js';

type OfStandard = { Params: { readonly standardId: string }; Querystring: Readonly<Record<string, unknown>> };

interface Format {
  readonly extension: 'docx' | 'xlsx';
  readonly mediaType: string;
  readonly write: (form: Form) => Promise<Buffer>;
}

/** What writes a form is large: it is loaded when the first one is asked for. */
const FORMATS: readonly Format[] = [
  {
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    write: async (form) => (await import('../form/write-docx.js')).writeDocx(form),
  },
  {
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: async (form) => (await import('../form/write-xlsx.js')).writeXlsx(form),
  },
];
const AT_ONCE = 2;

/**
 * The comments on a draft in the commenting template of ISO and CEN: `GET /standards/<id>/comments.docx` and `.xlsx` give them to
 * everyone, `POST /standards/<id>/comments` takes such a file as its body.
 */
@Injectable()
export class CommentsDoor implements OnModuleInit {
  private readonly exporting = new Turns(AT_ONCE);
  private readonly importing = new Turns(AT_ONCE);

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly exported: CommentExport,
    private readonly imports: CommentImport,
    private readonly readModels: ReadModels,
    private readonly doorkeeper: Doorkeeper,
    @Optional() @Inject(FILE_LIMIT) private readonly limit: number = DEFAULT_FILE_LIMIT,
  ) {}

  onModuleInit(): void {
    // In a scope of its own, where a body is not read before it is known who sends it.
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.setErrorHandler(answerFailure);
      for (const format of FORMATS) {
        scope.get<OfStandard>(`/standards/:standardId/comments.${format.extension}`, (request, reply) => this.give(format, request, reply));
      }
      scope.post<OfStandard>('/standards/:standardId/comments', (request, reply) => this.take(request, reply));
    });
  }

  private async give({ extension, mediaType, write }: Format, request: FastifyRequest<OfStandard>, reply: FastifyReply) {
    httpContext(request, reply);
    const { atLeast, ...which } = await asked(AskedExport, request.params.standardId, request.query);
    if (atLeast !== undefined) await this.upTo(atLeast);
    return this.exporting.take(async () => {
      const { draft, ...form } = await this.exported.formOf(which);
      const name = `${which.standardId}-draft-${draft}-comments.${extension}`;
      return reply
        .headers({
          'content-type': mediaType,
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'no-cache',
          'x-content-type-options': 'nosniff',
        })
        .send(await write(form));
    });
  }

  private upTo(position: Position): Promise<unknown> {
    return Promise.all([standards, draftComments].map(({ name }) => this.readModels.waitFor(name, position)));
  }

  private async take(request: FastifyRequest<OfStandard>, reply: FastifyReply): Promise<FastifyReply> {
    const { actor, correlationId } = await this.doorkeeper.callerOf(request, reply);
    if (!actor) throw tokenNeeded('A form with comments');
    await this.imports.admit(actor);
    const { standardId, draft } = await asked(AskedForm, request.params.standardId, request.query);
    const bytes = await this.bytesOf(request);
    return reply.send(await this.importing.take(() => this.imports.take({ standardId, draft, bytes, actor, correlationId })));
  }

  private async bytesOf({ headers, raw }: FastifyRequest): Promise<Buffer> {
    const rule = `a file has at most ${this.limit} bytes`;
    const tooLarge = new ConcordError('BODY_TOO_LARGE', `body: ${rule}`, { field: 'body', rule });
    if (Number(headers['content-length'] ?? 0) > this.limit) throw tooLarge;
    const chunks: Buffer[] = [];
    let size = 0;
    // Whoever is refused hears why: the connection stays.
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.limit) throw tooLarge;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}
