import { EventLogUnavailable, UnstorableEvent } from '@concord/event-log';
import { ConcordError, ConcordGraphqlModule, ReadsInterceptor, type Translate } from '@concord/graphql';
import type { TokenVerifier } from '@concord/identity';
import { AssociationModule, CommentsDoor } from '@concord/modules/association';
import { FilesDoor } from '@concord/modules/files';
import { AccessModule } from '@concord/modules/identity';
import { CoverageMapDoor, DossierDoor, InsightModule } from '@concord/modules/insight';
import { OperationsModule, PlatformModule } from '@concord/modules/platform';
import { LogDoor, TransparencyModule } from '@concord/modules/transparency';
import type { Settings, Storage } from '@concord/platform';
import { ReadModelBehind, type RuntimeLog } from '@concord/projections';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';

/** What the faults of the floors below are called in the API. */
const translate: Translate = (error) => {
  if (error instanceof EventLogUnavailable) {
    return new ConcordError('EVENT_LOG_UNAVAILABLE', 'The event log does not answer. Repeat the request with the same Idempotency-Key');
  }
  if (error instanceof ReadModelBehind) return new ConcordError('READ_MODEL_BEHIND', error.message);
  if (error instanceof UnstorableEvent) return new ConcordError('BAD_INPUT', error.message);
  return undefined;
};

/** The platform with its GraphQL face. */
@Module({})
export class ApiModule {
  static of(settings: Settings, storage: Storage, verifier: TokenVerifier, log: RuntimeLog): DynamicModule {
    const { maxDepth, maxComplexity, maxPageSize, introspection } = settings;
    return {
      module: ApiModule,
      imports: [
        PlatformModule.of(settings, storage, log),
        ConcordGraphqlModule.forRoot({
          limits: { maxDepth, maxComplexity, maxPageSize },
          introspection,
          graphiql: introspection,
          translate,
        }),
        AccessModule.of(verifier),
        OperationsModule,
        InsightModule,
        AssociationModule,
        TransparencyModule,
      ],
      providers: [FilesDoor, CoverageMapDoor, DossierDoor, CommentsDoor, LogDoor, { provide: APP_INTERCEPTOR, useClass: ReadsInterceptor }],
    };
  }
}
