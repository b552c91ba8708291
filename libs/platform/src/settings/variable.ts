import 'reflect-metadata';

/** How the text of a variable becomes a value. What it cannot read it hands on, for the rule to refuse. */
type Reader = (text: string) => unknown;

export const asText: Reader = (text) => text;
/** A text that no message repeats. */
export const asSecret: Reader = (text) => text;
export const asInteger: Reader = (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);
export const asBoolean: Reader = (text) => (text === 'true' ? true : text === 'false' ? false : text);

export interface Variable {
  readonly property: string;
  readonly name: string;
  readonly read: Reader;
}

const KEY = Symbol('variables');

/** Names the environment variable that a setting is read from. */
export const FromVariable =
  (name: string, read: Reader): PropertyDecorator =>
  (prototype, property) => {
    const known = variablesOf(prototype.constructor);
    Reflect.defineMetadata(KEY, [...known, { property: String(property), name, read }], prototype.constructor);
  };

export const variablesOf = (settings: object): readonly Variable[] =>
  (Reflect.getMetadata(KEY, settings) as readonly Variable[] | undefined) ?? [];
