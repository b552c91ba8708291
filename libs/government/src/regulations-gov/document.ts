import { type Instant, instant, isInstant } from '@concord/kernel';

/** A document of regulations.gov as its API, version 4, gives it: only what a norm is made of. */
export interface RegulationsDocument {
  readonly id: string;
  readonly agencyId: string;
  readonly documentType: string;
  readonly title: string;
  readonly docketId: string | null;
  readonly registerNumber: string | null;
  readonly postedDate: Instant;
  readonly commentStartDate: Instant | null;
  readonly commentEndDate: Instant | null;
  readonly withdrawn: boolean;
}

/** An item of the file that is no document: the import stops there and goes on after the repair. */
export class BadDocument extends Error {
  constructor(
    readonly index: number,
    readonly field: string,
    value: unknown,
    rule: string,
  ) {
    super(`data[${index}].${field} is ${value === undefined ? 'missing' : JSON.stringify(value)}, and must be ${rule}`);
  }
}

type Fields = Record<string, unknown>;

/** Reads the fields of one item and says where it fails. */
class ItemReader {
  constructor(
    private readonly index: number,
    private readonly path: string,
    private readonly fields: Fields,
  ) {}

  static of(index: number, path: string, value: unknown): ItemReader {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new BadDocument(index, path || '(the item)', value, 'an object');
    }
    return new ItemReader(index, path === '' ? '' : `${path}.`, value as Fields);
  }

  inside(field: string): ItemReader {
    return ItemReader.of(this.index, `${this.path}${field}`, this.fields[field]);
  }

  text(field: string): string {
    const value = this.fields[field];
    return typeof value === 'string' && value.trim() !== '' ? value : this.fail(field, 'text');
  }

  optionalText(field: string): string | null {
    return this.absent(field) ? null : this.text(field);
  }

  instant(field: string): Instant {
    const value = this.fields[field];
    return isInstant(value) ? instant(value as string) : this.fail(field, 'an instant such as 2005-10-14T04:00:00Z');
  }

  optionalInstant(field: string): Instant | null {
    return this.absent(field) ? null : this.instant(field);
  }

  truth(field: string): boolean {
    const value = this.fields[field];
    return typeof value === 'boolean' ? value : this.fail(field, 'true or false');
  }

  /** Null is an answer; a field that is not there is none, so that a renamed field is noticed. */
  private absent(field: string): boolean {
    if (!(field in this.fields)) return this.fail(field, 'present, if only as null');
    return this.fields[field] === null || this.fields[field] === '';
  }

  private fail(field: string, rule: string): never {
    throw new BadDocument(this.index, `${this.path}${field}`, this.fields[field], rule);
  }
}

/** @throws BadDocument naming the field */
export function readDocument(value: unknown, index: number): RegulationsDocument {
  const item = ItemReader.of(index, '', value);
  const attributes = item.inside('attributes');
  return {
    id: item.text('id'),
    agencyId: attributes.text('agencyId'),
    documentType: attributes.text('documentType'),
    title: attributes.text('title'),
    docketId: attributes.optionalText('docketId'),
    registerNumber: attributes.optionalText('frDocNum'),
    postedDate: attributes.instant('postedDate'),
    commentStartDate: attributes.optionalInstant('commentStartDate'),
    commentEndDate: attributes.optionalInstant('commentEndDate'),
    withdrawn: attributes.truth('withdrawn'),
  };
}
