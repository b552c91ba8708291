import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandsModule } from '@concord/commands';
import { EventLogModule } from '@concord/event-log';
import { ConcordGraphqlModule, DEFAULT_LIMITS, ReadsInterceptor } from '@concord/graphql';
import { DEMO_ISSUER, DemoIssuer, fixedKeys, TokenVerifier } from '@concord/identity';
import { type Class, type PartyKind, type Role } from '@concord/kernel';
import { AuditModule } from '@concord/modules/audit';
import { FilesDoor, FilesModule } from '@concord/modules/files';
import { AccessModule, IdentityModule } from '@concord/modules/identity';
import { SecretsModule } from '@concord/modules/secrets';
import { DATABASE_POOL, ProjectionsModule, REPLAYABLE, Worker } from '@concord/projections';
import { statedKey } from '@concord/secrets';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Pool } from 'pg';
import { freshDatabase } from './database.js';
import { EVENTSTORE_URL, freshLogUrl } from './event-store.js';
import { mandateFor } from './mandates.js';

/** What GraphQL answered. */
export interface GraphqlAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
  readonly data: any;
  /** The codes of the errors, in order. */
  readonly codes: readonly string[];
  readonly messages: readonly string[];
}

/** Sends a document as somebody. */
export type Ask = (document: string, variables?: object) => Promise<GraphqlAnswer>;

/** Some contexts over a database of their own, with a worker, served on a free port. */
export interface RunningContext {
  /** Where it listens: `http://127.0.0.1:41017`. */
  readonly url: string;
  /** What runs them, for a test that asks a part of it directly. */
  readonly app: NestFastifyApplication;
  /** Somebody without a token. */
  readonly anybody: Ask;
  /** Somebody who acts for a party, which is registered first. */
  party(id: string, kind: PartyKind, roles?: readonly Role[], jurisdiction?: string): Promise<Ask>;
  /** Grants an auditor a mandate as an operator, from now on for a day: over everything, where nothing else is said. */
  mandate(auditor: string, grant?: object): Promise<void>;
  /** The header `authorization` of somebody who acts for a party. */
  authorization(id: string, kind: PartyKind, roles?: readonly Role[]): Promise<string>;
  stop(): Promise<void>;
}

const AUDIENCE = 'concord-test';

const logModule = (): DynamicModule =>
  EVENTSTORE_URL ? EventLogModule.forEventStore(freshLogUrl(EVENTSTORE_URL)) : EventLogModule.forPool(DATABASE_POOL);

/** Runs the modules of these contexts as a platform would. */
export async function runContexts(...contexts: readonly Class[]): Promise<RunningContext> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'concord-'));
  const pool = new Pool({ connectionString: database.url });
  const issuer = await DemoIssuer.open(dataDir);
  const verifier = new TokenVerifier({ issuer: DEMO_ISSUER, audience: AUDIENCE, keys: fixedKeys(issuer.jwks()) });

  @Global()
  @Module({
    providers: [{ provide: DATABASE_POOL, useValue: pool }],
    exports: [DATABASE_POOL],
  })
  class Ground {}

  @Module({
    imports: [
      Ground,
      { ...logModule(), global: true },
      SecretsModule.forPool(DATABASE_POOL, statedKey('the key of this test', randomBytes(32).toString('base64'))),
      CommandsModule,
      TypeOrmModule.forRoot({ type: 'postgres', url: database.url, autoLoadEntities: true, extra: REPLAYABLE }),
      ProjectionsModule,
      ConcordGraphqlModule.forRoot({ limits: DEFAULT_LIMITS, introspection: true, graphiql: false }),
      IdentityModule,
      AccessModule.of(verifier),
      FilesModule,
      AuditModule,
      ...contexts,
    ],
    providers: [FilesDoor, { provide: APP_INTERCEPTOR, useClass: ReadsInterceptor }],
  })
  class Contexts {}

  const module = await Test.createTestingModule({ imports: [Contexts] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  await app.get(Worker).start();
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const askAs =
    (headers: Readonly<Record<string, string>>): Ask =>
    async (query, variables = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors = [] } = (await response.json()) as {
        data: unknown;
        errors?: { message: string; extensions: { code: string } }[];
      };
      return { data, codes: errors.map(({ extensions }) => extensions.code), messages: errors.map(({ message }) => message) };
    };

  const authorization = async (id: string, kind: PartyKind, roles: readonly Role[] = ['ADMIN']) =>
    `Bearer ${await issuer.sign({ person: `person-of-${id}`, parties: [{ id, kind, roles }], audience: AUDIENCE })}`;

  return {
    url,
    app,
    authorization,
    anybody: askAs({}),
    async party(id, kind, roles = ['ADMIN'], jurisdiction = 'CN') {
      const register = askAs({ authorization: await authorization(id, kind) });
      const { codes } = await register('mutation ($input: RegisterParty!) { registerParty(input: $input) { receipt { position } } }', {
        input: { partyId: id, name: id, jurisdiction },
      });
      if (codes.length > 0) throw new Error(`${id} could not be registered: ${codes.join()}`);
      return askAs({ authorization: await authorization(id, kind, roles) });
    },
    async mandate(auditor, grant = {}) {
      const operator = askAs({ authorization: await authorization('mandates-operator', 'OPERATOR') });
      await operator(
        'mutation { registerParty(input: { partyId: "mandates-operator", name: "Operator", jurisdiction: "CH" }) { receipt { position } } }',
      );
      // Once its payload shows it, it is in force.
      const { messages } = await operator(
        'mutation ($input: GrantAuditMandate!) { grantAuditMandate(input: $input) { auditMandate { id } } }',
        {
          input: mandateFor(auditor, grant),
        },
      );
      if (messages.length > 0) throw new Error(`${auditor} got no mandate: ${messages.join()}`);
    },
    async stop() {
      await app.close();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}
