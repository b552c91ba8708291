import { AggregatesModule } from '@concord/commands';
import { DATABASE_POOL } from '@concord/projections';
import { Global, Inject, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import { FileCarriers } from './carriers.js';
import { Contents } from './content/contents.js';
import { file } from './file/file.js';
import { Uploads } from './http/uploads.js';

const contents: Provider = { provide: Contents, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new Contents(pool) };

/** Files that others can name. Asks for `DATABASE_POOL`; what serves them over HTTP is `FilesDoor`. */
@Global()
@Module({ imports: [AggregatesModule.of(file)], providers: [contents, FileCarriers, Uploads], exports: [Contents, FileCarriers, Uploads] })
export class FilesModule implements OnModuleInit {
  constructor(@Inject(Contents) private readonly contents: Contents) {}

  onModuleInit(): Promise<void> {
    return this.contents.migrate();
  }
}

export { FilesDoor } from './http/files-door.js';
