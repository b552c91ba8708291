import { AggregatesModule } from '@concord/commands';
import { Module } from '@nestjs/common';
import { NotaryDesk } from './notary/desk.js';
import { Succession } from './notary/succession.js';
import { notary } from './notary-key/notary-key.js';
import { Proofs } from './reading/proofs.js';
import { TreeReader } from './reading/tree-reader.js';

/** The proof of the log: a notary beside every worker, and the tree that it makes. */
@Module({
  imports: [AggregatesModule.of(notary)],
  providers: [TreeReader, Proofs, NotaryDesk, Succession],
  exports: [TreeReader, Proofs, Succession],
})
export class TransparencyModule {}

export { LogDoor } from './http/log-door.js';
