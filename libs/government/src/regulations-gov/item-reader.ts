import { type Instant, instant, isInstant } from '@concord/kernel';

/** An item of the file that does not have the shape of the API: the import stops there and goes on after the repair. */
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
export class ItemReader {
  private constructor(
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

  /** @param max the most characters */
  optionalText(field: string, max = Number.POSITIVE_INFINITY): string | null {
    if (this.absent(field)) return null;
    const text = this.text(field);
    return text.length <= max ? text : this.fail(field, `text of at most ${max} characters`);
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

  /** Whether a field that not every answer of the API has is there. */
  has(field: string): boolean {
    return field in this.fields;
  }

  fail(field: string, rule: string): never {
    throw new BadDocument(this.index, `${this.path}${field}`, this.fields[field], rule);
  }

  /** Null is an answer; a field that is not there is none, so that a renamed field is noticed. */
  private absent(field: string): boolean {
    if (!(field in this.fields)) return this.fail(field, 'present, if only as null');
    return this.fields[field] === null || this.fields[field] === '';
  }
}
