import { carriedByRows, FileCarriers } from '@concord/files';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Comment } from './comment.read-model.js';
import { onlySeenBy } from './comment-readers.js';

/** Whoever may see a comment may see the files that go with it. */
@Injectable()
export class CommentFiles {
  constructor(carriers: FileCarriers, @InjectDataSource() dataSource: DataSource) {
    carriers.register(
      carriedByRows(dataSource, { entity: Comment, alias: 'comment', onlySeenBy, named: ({ attachments }) => attachments }),
    );
  }
}
