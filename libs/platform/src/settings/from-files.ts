import { readFileSync } from 'node:fs';

const SUFFIX = '_FILE';

/** What the variables of a process come to, once those that name files have been read. */
export interface Given {
  /** The text of each variable that is set. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The file that a value was read from, by the variable it is the value of. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/**
 * Reads `NAME_FILE` for each setting of ours: a file whose content is the value of `NAME`, so that a secret need not stand
 * in the environment. Variables of other programs that end alike are left alone.
 * @param names the settings that there are
 */
export function withFiles(stated: Readonly<Record<string, string | undefined>>, names: readonly string[]): Given {
  const values = { ...stated };
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const name of names.filter((known) => known.startsWith('CONCORD_'))) {
    const variable = name + SUFFIX;
    const path = values[variable]?.trim();
    if (path === undefined) continue;
    delete values[variable];
    if (values[name] !== undefined) {
      problems.push(`${variable} is "${path}", but ${name} is set as well: set one of them`);
      continue;
    }
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (text === '') problems.push(`${variable} is "${path}": the file is empty; it must hold the value of ${name}`);
      else files.set(name, path);
      values[name] = text || undefined;
    } catch (error) {
      problems.push(`${variable} is "${path}": the file cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  return { values, files, problems };
}
