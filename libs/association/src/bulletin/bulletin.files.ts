import { FileCarriers } from '@concord/files';
import type { Actor } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Bulletin } from './bulletin.read-model.js';
import { onlySeenBy } from './bulletin-readers.js';

/** Whoever may see a bulletin may see the files that go with it. */
@Injectable()
export class BulletinFiles {
  constructor(
    carriers: FileCarriers,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {
    carriers.register((sha256, reader) => this.nameFor(sha256, reader));
  }

  private async nameFor(sha256: string, reader: Actor | null): Promise<string | undefined> {
    const carrying = this.dataSource
      .getRepository(Bulletin)
      .createQueryBuilder('bulletin')
      .where('bulletin.files @> :files', { files: [sha256] });
    onlySeenBy(carrying, reader);
    const found = await carrying.limit(1).getOne();
    return found?.carried.find((attachment) => attachment.sha256 === sha256)?.name;
  }
}
