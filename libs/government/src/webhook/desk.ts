import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { nestLog, ReadModels, RUNTIME_LOG, type RuntimeLog, Worker } from '@concord/projections';
import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PostOffice } from './post-office.js';
import { openPostOffice } from './tables.js';
import { WEBHOOK_TARGETS_ALLOWED, type WebhookTargets } from './target.js';

/** Makes the tables of the post office where they are not, and lets every worker have one. */
@Injectable()
export class PostOfficeDesk implements OnModuleInit {
  private readonly postOffice: PostOffice;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly worker: Worker,
    @Inject(EVENT_LOG) log: EventLog,
    readModels: ReadModels,
    @Optional() @Inject(RUNTIME_LOG) runtimeLog: RuntimeLog = nestLog,
    @Optional() @Inject(WEBHOOK_TARGETS_ALLOWED) targets: WebhookTargets = 'public',
  ) {
    this.postOffice = new PostOffice({ dataSource, log, readModels, runtimeLog, targets });
  }

  async onModuleInit(): Promise<void> {
    await openPostOffice(this.dataSource);
    this.worker.accompany(this.postOffice);
  }
}
