import { Module } from '@nestjs/common';
import { Archive } from './history/archive.js';
import { HistoryResolver } from './history/history.resolver.js';

/** What joins contexts: the history of objects, time travel, the dossier of a transaction. */
@Module({ providers: [Archive, HistoryResolver] })
export class InsightModule {}
