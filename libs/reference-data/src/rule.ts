import { ValidateBy, type ValidationArguments, type ValidationOptions } from 'class-validator';

/** Says why a value is refused, ending the sentence "… is refused: "; undefined when it is accepted. */
export type FindFault = (value: unknown, object: Readonly<Record<string, unknown>>) => string | undefined;

/** A list is judged item by item where the rule is for `each`; anything else is no list. */
const NO_LIST = 'a list is asked for';

/**
 * A property decorator for one rule. Its message names the field, the value and the rule; with `{ each: true }`, the item at fault.
 * @param show the part of the value by which a reader recognises it; the value itself when left out
 */
export function rule(
  name: string,
  faultOf: FindFault,
  options?: ValidationOptions,
  show: (value: unknown) => unknown = (value) => value,
): PropertyDecorator {
  const message = (field: string, value: unknown, fault = '') => `${field}: ${shown(show(value))} is refused: ${fault}`;
  const fault = (value: unknown, { object }: ValidationArguments) => faultOf(value, object as Record<string, unknown>);
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown, args?: ValidationArguments) =>
          args !== undefined && (!options?.each || Array.isArray(args.value)) && fault(value, args) === undefined,
        defaultMessage(args?: ValidationArguments) {
          if (!args) return name;
          if (!options?.each) return message(args.property, args.value, fault(args.value, args));
          if (!Array.isArray(args.value)) return message(args.property, args.value, NO_LIST);
          const at = args.value.findIndex((item) => fault(item, args) !== undefined);
          return message(`${args.property}.${at}`, args.value[at], fault(args.value[at], args));
        },
      },
    },
    options,
  );
}

/** A rule that is one sentence. */
export const simpleRule = (
  name: string,
  holds: (value: unknown) => boolean,
  sentence: string,
  options?: ValidationOptions,
): PropertyDecorator => rule(name, (value) => (holds(value) ? undefined : sentence), options);

/** The value as a reader can recognise it, cut where it is long. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? value : String(value);
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  // class-validator would put other things where it reads these words behind a dollar sign.
  return typeof value === 'string' ? quoted.replace(/\$(?=value|property|target|constraint)/g, '\\u0024') : quoted.slice(1, -1);
}
