import { carriedByRows, FileCarriers } from '@concord/files';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Bulletin } from './bulletin.read-model.js';
import { onlySeenBy } from './bulletin-readers.js';

/** Whoever may see a bulletin may see the files that go with it. */
@Injectable()
export class BulletinFiles {
  constructor(carriers: FileCarriers, @InjectDataSource() dataSource: DataSource) {
    carriers.register(carriedByRows(dataSource, { entity: Bulletin, alias: 'bulletin', onlySeenBy, named: ({ carried }) => carried }));
  }
}
