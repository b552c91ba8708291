import { Readable } from 'node:stream';
import { AccessRecorder } from '@concord/audit';
import { load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { notFound, Oversight, type Reader } from '@concord/graphql';
import { PUBLIC } from '@concord/kernel';
import { Doorkeeper, PublicQuota } from '@concord/modules/identity';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DIGEST } from '../attachment.js';
import { type Carried, FileCarriers } from '../carriers.js';
import { Contents } from '../content/contents.js';
import { fileFacts } from '../file/file.facts.js';
import { answerFailure } from './failure.js';
import { fileHeaders, isKnown } from './headers.js';
import { Uploads } from './uploads.js';

type ByDigest = { Params: { readonly sha256: string } };

const lengthOf = (header: string | undefined): number | undefined => (header === undefined ? undefined : Number(header));

/** The way in and out for files: `POST /files` with the bytes as its body, and `GET /files/<sha256>`. */
@Injectable()
export class FilesDoor implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly uploads: Uploads,
    private readonly contents: Contents,
    private readonly carriers: FileCarriers,
    private readonly quota: PublicQuota,
    private readonly doorkeeper: Doorkeeper,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    private readonly oversight: Oversight,
    private readonly recorder: AccessRecorder,
  ) {}

  onModuleInit(): void {
    // In a scope of its own, where a body is not read before it is asked for.
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.setErrorHandler(answerFailure);
      scope.post('/files', (request, reply) => this.take(request, reply));
      scope.get<ByDigest>('/files/:sha256', (request, reply) => this.give(request, reply));
    });
  }

  private async take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { actor, correlationId } = await this.doorkeeper.callerOf(request, reply);
    if (!actor) this.quota.spend(request.ip);
    const { 'content-type': contentType, 'content-length': length } = request.headers;
    const receipt = await this.uploads.take({
      actor: actor ?? PUBLIC,
      correlationId,
      contentType,
      announced: lengthOf(length),
      // Whoever is refused hears why: the connection stays.
      bytes: request.raw.iterator({ destroyOnReturn: false }),
    });
    return reply.code(201).header('location', `/files/${receipt.sha256}`).send(receipt);
  }

  private async give(request: FastifyRequest<ByDigest>, reply: FastifyReply): Promise<FastifyReply> {
    const { sha256 } = request.params;
    const reader = await this.doorkeeper.readerOf(request, reply);
    const carried = DIGEST.test(sha256) ? await this.carriers.carriedFor(sha256, reader.actor) : undefined;
    const size = carried && (await this.contents.sizeOf(sha256));
    // What is not for the reader is not there for the reader.
    if (!carried || size === undefined) throw notFound('file', sha256);
    await this.record(reader, sha256, carried);
    const { state } = await load(this.log, this.registry, fileFacts, sha256);
    void reply.headers(fileHeaders(sha256, carried.name, state.mediaType));
    if (isKnown(request.headers['if-none-match'], sha256)) return reply.code(304).send();
    return reply.header('content-length', size).send(Readable.from(this.contents.read(sha256)));
  }

  /** What an auditor reads under a mandate is on record before it is given (docs/mandates.md). */
  private async record(reader: Reader, sha256: string, { by }: Carried): Promise<void> {
    const { actor } = reader;
    if (actor?.kind !== 'AUDITOR' || !actor.mandates?.length || (await this.carriers.carriedFor(sha256, null))) return;
    const concerns = by ? await this.oversight.reservedAmong([by]) : [];
    await this.recorder.record({ ...reader, actor }, { operation: 'QUERY', detail: `file ${sha256}`, concerns, mandates: actor.mandates });
  }
}
