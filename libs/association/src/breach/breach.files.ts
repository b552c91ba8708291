import { carriedByRows, FileCarriers } from '@concord/files';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PledgeBreach } from './breach.read-model.js';
import { onlySeenBy } from './breach-readers.js';

/** Whoever may see a case may see the files that go with it; what is published of it has none. */
@Injectable()
export class BreachFiles {
  constructor(carriers: FileCarriers, @InjectDataSource() dataSource: DataSource) {
    carriers.register(
      carriedByRows(dataSource, {
        entity: PledgeBreach,
        alias: 'breach',
        onlySeenBy: (cases, reader) => onlySeenBy(cases, reader, 'CASE'),
        named: ({ attachments, answers }) => [...attachments, ...answers.flatMap((answer) => answer.attachments)],
      }),
    );
  }
}
