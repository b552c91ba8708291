/** The type of a part of an expression, with how large its values can become. */
export type Type =
  | { readonly kind: 'TRUTH' }
  /** A whole number of 64 bits. */
  | { readonly kind: 'NUMBER' }
  | { readonly kind: 'TEXT'; readonly atMost: number }
  | {
      readonly kind: 'LIST';
      readonly of: Type;
      readonly atMost: number;
      /** How many lists it was put together from, one after the other: what it takes to get at an item. */
      readonly joints: number;
    }
  | { readonly kind: 'MAP'; readonly key: Type; readonly value: Type; readonly atMost: number }
  | { readonly kind: 'RECORD'; readonly name: string; readonly fields: Readonly<Record<string, Type>> }
  /** What an empty list holds: fits with everything. */
  | { readonly kind: 'NOTHING' }
  /** Not known, for something is at fault. */
  | { readonly kind: 'ANY'; readonly weight: number };

export const TRUTH: Type = { kind: 'TRUTH' };
export const NUMBER: Type = { kind: 'NUMBER' };
export const text = (atMost: number): Type => ({ kind: 'TEXT', atMost });
export const list = (of: Type, atMost: number, joints = 0): Type => ({ kind: 'LIST', of, atMost, joints });
export const record = (name: string, fields: Readonly<Record<string, Type>>): Type => ({ kind: 'RECORD', name, fields });
export const any = (weight: number): Type => ({ kind: 'ANY', weight });

/** As many characters of a text are looked at in one step. */
export const CHARACTERS_A_STEP = 100;

/** In how many steps a whole value of the type is looked at. */
export function weightOf(type: Type): number {
  switch (type.kind) {
    case 'TEXT':
      return 1 + Math.ceil(type.atMost / CHARACTERS_A_STEP);
    case 'LIST':
      return 1 + type.atMost * (type.joints + weightOf(type.of));
    case 'MAP':
      return 1 + type.atMost * (weightOf(type.key) + weightOf(type.value));
    case 'RECORD':
      return Object.values(type.fields).reduce((sum, field) => sum + weightOf(field), 1);
    case 'ANY':
      return type.weight;
    default:
      return 1;
  }
}

/** The type of what is of either type; undefined where no type covers both. */
export function either(a: Type, b: Type): Type | undefined {
  if (a.kind === 'NOTHING') return b;
  if (b.kind === 'NOTHING') return a;
  if (a.kind === 'ANY' || b.kind === 'ANY') return any(Math.max(weightOf(a), weightOf(b)));
  if (a.kind === 'TEXT' && b.kind === 'TEXT') return text(Math.max(a.atMost, b.atMost));
  if (a.kind === 'LIST' && b.kind === 'LIST') {
    const of = either(a.of, b.of);
    return of && list(of, Math.max(a.atMost, b.atMost), Math.max(a.joints, b.joints));
  }
  if (a.kind === 'MAP' && b.kind === 'MAP') {
    const key = either(a.key, b.key);
    const value = either(a.value, b.value);
    return key && value && { kind: 'MAP', key, value, atMost: Math.max(a.atMost, b.atMost) };
  }
  if (a.kind === 'RECORD' && b.kind === 'RECORD') return a.name === b.name ? a : undefined;
  return a.kind === b.kind ? a : undefined;
}

/** Whether two values of the type can be asked to be equal: what is read by its fields is compared field by field. */
export function comparable(type: Type): boolean {
  if (type.kind === 'LIST') return comparable(type.of);
  if (type.kind === 'MAP') return comparable(type.value);
  return type.kind !== 'RECORD';
}

/** The type in words, for whoever wrote the expression. */
export function nameOf(type: Type): string {
  switch (type.kind) {
    case 'TRUTH':
      return 'true or false';
    case 'NUMBER':
      return 'a whole number';
    case 'TEXT':
      return 'a text';
    case 'LIST':
      return type.of.kind === 'NOTHING' ? 'an empty list' : `a list (each item ${nameOf(type.of)})`;
    case 'MAP':
      return 'a map';
    case 'RECORD':
      return type.name;
    default:
      return 'something unknown';
  }
}
