import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  Global,
  Inject,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_FILTER, APP_PIPE, HttpAdapterHost } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyInstance } from 'fastify';
import { presentOnly } from './admission.js';
import { ErrorFilter } from './error.filter.js';
import { serveGraphiql, serveLanding } from './graphiql.js';
import { GRAPHQL_PATH, type GraphqlSettings, mercuriusOptions } from './mercurius-options.js';
import { NodeResolver } from './node.js';
import { ResolverPartsModule } from './resolver-parts.module.js';
import { inputValidation } from './validation.pipe.js';
import { serveWebSocket } from './websocket.js';

export const GRAPHQL_SETTINGS = Symbol('GraphqlSettings');

export interface AsyncGraphqlSettings<Dependencies extends unknown[]> extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  useFactory(...dependencies: Dependencies): GraphqlSettings | Promise<GraphqlSettings>;
}

@Module({})
class GraphqlSettingsModule {}

/**
 * The GraphQL server with the conventions of Concord: POST and WebSocket at /graphql, GraphiQL at /graphiql, input
 * validation, errors, limits, `node(id:)`. Imported once, by the application that serves.
 */
@Global()
@Module({})
export class ConcordGraphqlModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  #closeWebSocket: (() => Promise<void>) | undefined;

  constructor(
    @Inject(GRAPHQL_SETTINGS) private readonly settings: GraphqlSettings,
    private readonly host: HttpAdapterHost,
    private readonly schemaHost: GraphQLSchemaHost,
  ) {}

  static forRoot(settings: GraphqlSettings): DynamicModule {
    return ConcordGraphqlModule.forRootAsync({ useFactory: () => settings });
  }

  static forRootAsync<Dependencies extends unknown[]>(settings: AsyncGraphqlSettings<Dependencies>): DynamicModule {
    const { imports = [], inject = [], useFactory } = settings;
    const settingsModule: DynamicModule = {
      module: GraphqlSettingsModule,
      imports,
      providers: [{ provide: GRAPHQL_SETTINGS, inject, useFactory: useFactory as (...all: unknown[]) => unknown }],
      exports: [GRAPHQL_SETTINGS],
    };
    return {
      module: ConcordGraphqlModule,
      imports: [
        settingsModule,
        ResolverPartsModule,
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          imports: [settingsModule],
          inject: [GRAPHQL_SETTINGS],
          useFactory: mercuriusOptions,
        }),
      ],
      providers: [NodeResolver, { provide: APP_PIPE, useFactory: inputValidation }, { provide: APP_FILTER, useClass: ErrorFilter }],
    };
  }

  get #fastify(): FastifyInstance {
    return this.host.httpAdapter.getInstance<FastifyInstance>();
  }

  onModuleInit(): void {
    if (!this.host.httpAdapter) return;
    this.#fastify.addHook('onRequest', presentOnly(GRAPHQL_PATH));
    serveLanding(this.#fastify, GRAPHQL_PATH, this.settings.graphiql);
    if (this.settings.graphiql) serveGraphiql(this.#fastify, GRAPHQL_PATH);
  }

  onApplicationBootstrap(): void {
    if (!this.host.httpAdapter) return;
    const { schema } = this.schemaHost;
    this.#closeWebSocket = serveWebSocket(this.host.httpAdapter.getHttpServer() as Server, {
      ...this.settings,
      schema,
      path: GRAPHQL_PATH,
      log: this.#fastify.log,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#closeWebSocket?.();
  }
}
