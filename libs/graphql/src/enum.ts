import { registerEnumType } from '@nestjs/graphql';

/** A GraphQL enum of words that are plain strings in the code: registers it, and gives the object that `@Field` names. */
export function graphqlEnum<Word extends string>(name: string, words: readonly Word[], description: string): { readonly [W in Word]: W } {
  const values = Object.fromEntries(words.map((word) => [word, word])) as { [W in Word]: W };
  registerEnumType(values, { name, description });
  return values;
}
