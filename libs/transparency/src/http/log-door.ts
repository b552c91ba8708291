import { AccessRecorder } from '@concord/audit';
import { answerFailure } from '@concord/files';
import { ConcordError, forbidden, notFound, type Reader } from '@concord/graphql';
import { type Actor, adminsOf, mandatesOverEverything } from '@concord/kernel';
import { Doorkeeper } from '@concord/modules/identity';
import { formatBundle, ProofRefused, parseTilePath } from '@concord/proof';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { entryOf } from '../entry.js';
import { NoTreeYet, TreeReader } from '../reading/tree-reader.js';

/** Those who may read every event of the log, whatever it is about; an auditor under a mandate for everything. */
export const logReaders = adminsOf('AUDITOR', 'OPERATOR');

const OPEN = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' };
const TEXT = { ...OPEN, 'content-type': 'text/plain; charset=utf-8' };
const BYTES = { ...OPEN, 'content-type': 'application/octet-stream' };
const FOR_EVER = 'max-age=31536000, immutable';

type LogReader = Reader & { readonly actor: Actor };
type Rest = { Params: { readonly '*': string } };

/** The log as auditors verify it without us: signed checkpoints, tiles of hashes, bundles of entries (C2SP tlog-tiles), below `/log`. */
@Injectable()
export class LogDoor implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reader: TreeReader,
    private readonly doorkeeper: Doorkeeper,
    private readonly recorder: AccessRecorder,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().register(async (scope) => {
      scope.setErrorHandler((error, request, reply) => answerFailure(inWordsOfTheApi(error), request, reply));
      scope.get('/log/checkpoint', (_, reply) => this.checkpoint(reply));
      scope.get('/log/keys', async (_, reply) => reply.headers({ ...TEXT, 'cache-control': 'no-cache' }).send(await this.keys()));
      scope.get<Rest>('/log/tile/*', (request, reply) => this.tile(`tile/${request.params['*']}`, request, reply));
      scope.get<Rest>('/log/entries/*', (request, reply) => this.tile(`tile/entries/${request.params['*']}`, request, reply));
    });
  }

  private async checkpoint(reply: FastifyReply): Promise<FastifyReply> {
    const checkpoint = await this.reader.checkpoint();
    if (!checkpoint) throw new NoTreeYet();
    return reply.headers({ ...TEXT, 'cache-control': 'no-cache' }).send(checkpoint.note);
  }

  private async keys(): Promise<string> {
    return (await this.reader.keys()).map((vkey) => `${vkey}\n`).join('');
  }

  private async tile(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const asked = parseTilePath(path);
    const whose = asked.kind === 'entries' ? 'private' : 'public';
    const bytes =
      asked.kind === 'entries'
        ? await this.entries(asked.n, asked.width, await this.admit(request, reply))
        : await this.reader.tile(asked.level, asked.n, asked.width);
    if (!bytes) throw notFound('tile', path);
    return reply.headers({ ...BYTES, 'cache-control': `${whose}, ${FOR_EVER}` }).send(bytes);
  }

  private async entries(n: number, width: number, reader: LogReader): Promise<Buffer | undefined> {
    const events = await this.reader.bundle(n, width);
    const [first, last] = [events?.at(0), events?.at(-1)];
    if (!events || !first || !last) return undefined;
    await this.recorder.record(reader, {
      operation: 'LOG_ENTRIES',
      range: { from: first.position, to: last.position },
      mandates: mandatesOverEverything(reader.actor),
    });
    return formatBundle(events.map(entryOf));
  }

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<LogReader> {
    const reader = await this.doorkeeper.admit(request, reply, { what: '/log/entries', to: [logReaders] });
    const { kind, party } = reader.actor;
    if (kind === 'AUDITOR' && mandatesOverEverything(reader.actor).length === 0) {
      throw forbidden(`A bundle has events about anything, and ${party} has no mandate for everything`, { rule: 'docs/mandates.md' });
    }
    return reader;
  }
}

/** What is not there, in the words of the API. */
const inWordsOfTheApi = (error: unknown): unknown =>
  error instanceof NoTreeYet || error instanceof ProofRefused ? new ConcordError('NOT_FOUND', error.message) : error;
