import { keyOfPerson, type PersonalText, type Secrets } from '@concord/kernel';

/** What a text is sealed for: moved to another object or another field it does not open. Stored for ever. */
const placeOf = (stream: string, path: string): string => `${stream}/${path}`;

/**
 * The data of an event with the texts at these paths sealed under the key of the person.
 * @param paths see `PersonalTexts`
 * @throws SecretDestroyed when what belonged to the person was erased
 */
export async function sealPersonal(
  secrets: Secrets,
  person: string,
  stream: string,
  data: object,
  paths: readonly string[],
): Promise<object> {
  const seal = async (path: string, text: string) => ({ sealed: await secrets.seal(keyOfPerson(person), placeOf(stream, path), text) });
  let sealed = data;
  for (const path of paths) sealed = (await replaced(sealed, path.split('.'), [], seal)) as object;
  return sealed;
}

/** The value with each text at the path replaced; whatever else is there stays. */
async function replaced(
  value: unknown,
  [next, ...rest]: readonly string[],
  way: readonly string[],
  replace: (path: string, text: string) => Promise<unknown>,
): Promise<unknown> {
  if (next === undefined) return typeof value === 'string' ? replace(way.join('.'), value) : value;
  if (next === '*')
    return Array.isArray(value) ? Promise.all(value.map((item, n) => replaced(item, rest, [...way, `${n}`], replace))) : value;
  if (typeof value !== 'object' || value === null || !(next in value)) return value;
  return { ...value, [next]: await replaced((value as Record<string, unknown>)[next], rest, [...way, next], replace) };
}

/**
 * What a personal text of an event says.
 * @param path where it is in the data of the event, with the number of an item in place of `*`
 * @returns null where there is none, or none any more, as it was erased
 * @throws SecretBroken when it was changed, or belongs elsewhere
 */
export async function openPersonal(
  secrets: Secrets,
  person: string,
  stream: string,
  path: string,
  text: PersonalText | null,
): Promise<string | null> {
  if (text === null || typeof text === 'string') return text;
  return secrets.open(keyOfPerson(person), placeOf(stream, path), text.sealed);
}
