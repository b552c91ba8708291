import { Global, Module } from '@nestjs/common';
import { Mutations } from './mutations.js';
import { NodeRegistry } from './node.js';
import { Oversight } from './oversight.js';

/** What the resolvers of contexts are given in every process, with or without a server in front of them. */
@Global()
@Module({ providers: [Mutations, NodeRegistry, Oversight], exports: [Mutations, NodeRegistry, Oversight] })
export class ResolverPartsModule {}
