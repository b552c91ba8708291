import { FileCarriers } from '@concord/files';
import type { Actor } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PledgeBreach } from './breach.read-model.js';
import { onlySeenBy } from './breach-readers.js';

/** Whoever may see a case may see the files that go with it; what is published of it has none. */
@Injectable()
export class BreachFiles {
  constructor(
    carriers: FileCarriers,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {
    carriers.register((sha256, reader) => this.nameFor(sha256, reader));
  }

  private async nameFor(sha256: string, reader: Actor | null): Promise<string | undefined> {
    const carrying = this.dataSource
      .getRepository(PledgeBreach)
      .createQueryBuilder('breach')
      .where('breach.files @> :files', { files: [sha256] });
    onlySeenBy(carrying, reader, 'CASE');
    const found = await carrying.limit(1).getOne();
    const named = [...(found?.attachments ?? []), ...(found?.answers ?? []).flatMap(({ attachments }) => attachments)];
    return named.find((attachment) => attachment.sha256 === sha256)?.name;
  }
}
