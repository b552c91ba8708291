import type { Instant } from '@concord/kernel';
import { LONGEST_ABSTRACT, LONGEST_NAME } from '../docket/docket.commands.js';
import { ItemReader } from './item-reader.js';

/** A docket of regulations.gov as its API, version 4, gives it. */
export interface RegulationsDocket {
  readonly id: string;
  readonly agencyId: string;
  readonly title: string;
  readonly docketType: string | null;
  readonly abstract: string | null;
  readonly rin: string | null;
  readonly modifiedAt: Instant | null;
}

/**
 * A list of dockets has fewer fields than the answer about one.
 * @throws BadDocument naming the field
 */
export function readDocket(value: unknown, index: number): RegulationsDocket {
  const item = ItemReader.of(index, '', value);
  const attributes = item.inside('attributes');
  const textIn = (field: string, max: number) => (attributes.has(field) ? attributes.optionalText(field, max) : null);
  const changed = ['modifyDate', 'lastModifiedDate'].find((field) => attributes.has(field));
  return {
    id: item.text('id'),
    agencyId: attributes.text('agencyId'),
    title: attributes.text('title'),
    docketType: attributes.optionalText('docketType', LONGEST_NAME),
    abstract: textIn('dkAbstract', LONGEST_ABSTRACT),
    rin: textIn('rin', LONGEST_NAME),
    modifiedAt: changed === undefined ? null : attributes.optionalInstant(changed),
  };
}

/** What an item of a file is: the API gives documents, dockets and comments in the same frame. */
export function typeOfItem(value: unknown): string {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  return typeof type === 'string' ? type : 'documents';
}
