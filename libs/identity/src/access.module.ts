import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard, TOKEN_VERIFIER } from './access.guard.js';
import { Doorkeeper } from './doorkeeper.js';
import type { TokenVerifier } from './tokens/index.js';

/** Who is let in, at the fields of the GraphQL endpoint and at the doors beside it. */
@Module({})
export class AccessModule {
  static of(verifier: TokenVerifier): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      providers: [{ provide: TOKEN_VERIFIER, useValue: verifier }, Doorkeeper, { provide: APP_GUARD, useClass: AccessGuard }],
      exports: [Doorkeeper],
    };
  }
}
