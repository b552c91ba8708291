import { FileCarriers } from '@concord/files';
import type { Actor } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Comment } from './comment.read-model.js';
import { onlySeenBy } from './comment-readers.js';

/** Whoever may see a comment may see the files that go with it. */
@Injectable()
export class CommentFiles {
  constructor(
    carriers: FileCarriers,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {
    carriers.register((sha256, reader) => this.nameFor(sha256, reader));
  }

  private async nameFor(sha256: string, reader: Actor | null): Promise<string | undefined> {
    const carrying = this.dataSource
      .getRepository(Comment)
      .createQueryBuilder('comment')
      .where('comment.files @> :files', { files: [sha256] });
    onlySeenBy(carrying, reader);
    const found = await carrying.limit(1).getOne();
    return found?.attachments.find((attachment) => attachment.sha256 === sha256)?.name;
  }
}
