import type { Instant } from '@concord/kernel';
import { LONGEST_NAME } from '../docket/docket.commands.js';
import { ItemReader } from './item-reader.js';

/** A document of regulations.gov as its API, version 4, gives it. */
export interface RegulationsDocument {
  readonly id: string;
  readonly agencyId: string;
  readonly documentType: string;
  readonly subtype: string | null;
  readonly title: string;
  readonly docketId: string | null;
  readonly registerNumber: string | null;
  readonly objectId: string | null;
  readonly postedDate: Instant;
  readonly commentStartDate: Instant | null;
  readonly commentEndDate: Instant | null;
  readonly withdrawn: boolean;
  readonly lastModifiedDate: Instant | null;
}

/** @throws BadDocument naming the field */
export function readDocument(value: unknown, index: number): RegulationsDocument {
  const item = ItemReader.of(index, '', value);
  const attributes = item.inside('attributes');
  return {
    id: item.text('id'),
    agencyId: attributes.text('agencyId'),
    documentType: attributes.text('documentType'),
    subtype: attributes.optionalText('subtype', LONGEST_NAME),
    title: attributes.text('title'),
    docketId: attributes.optionalText('docketId', LONGEST_NAME),
    registerNumber: attributes.optionalText('frDocNum', LONGEST_NAME),
    objectId: attributes.optionalText('objectId', LONGEST_NAME),
    postedDate: attributes.instant('postedDate'),
    commentStartDate: attributes.optionalInstant('commentStartDate'),
    commentEndDate: attributes.optionalInstant('commentEndDate'),
    withdrawn: attributes.truth('withdrawn'),
    lastModifiedDate: attributes.optionalInstant('lastModifiedDate'),
  };
}
