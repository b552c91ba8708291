import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { validateSync } from 'class-validator';
import { consistencyOf } from './consistency.js';
import { type Given, withFiles } from './from-files.js';
import { Settings } from './settings.js';
import { asSecret, asText, type Variable, variablesOf } from './variable.js';
import { withoutPassword } from './without-password.js';

/** The settings cannot be used. The message lists every problem, with the variable, its value and the rule. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';

  constructor(readonly problems: readonly string[]) {
    super(`The settings cannot be used (they are described in .env.example):\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const shown = (value: string | undefined): string => (value === undefined ? 'is not set' : `is "${withoutPassword(value)}"`);

/** What was kept in a file was kept there as a secret: the file is named, and not what it holds. */
const describe = ({ name, read }: Variable, { values, files }: Given): string => {
  const file = files.get(name);
  if (file !== undefined) return `was read from the file "${file}"`;
  return read === asSecret ? 'is "…"' : shown(values[name]);
};

/**
 * Reads all settings, and refuses them as a whole when one is wrong. An empty variable counts as unset, and `NAME_FILE`
 * names a file that holds the value of `NAME`.
 * @param env the variables; when left out, those of the process over those of a file `.env` in the working directory
 * @throws BadSettings
 */
export function loadSettings(env: Environment = environmentOf(process.cwd(), process.env)): Settings {
  const variables = variablesOf(Settings);
  const stated = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const read = withFiles(
    stated,
    variables.map(({ name }) => name),
  );
  const given = read.values;
  const settings = { ...new Settings(), ...defaultsIn(given) };
  for (const variable of variables) {
    const text = given[variable.name];
    if (text !== undefined) Object.assign(settings, { [variable.property]: variable.read(text.trim()) });
  }
  const checked = Object.assign(new Settings(), settings, { dataDir: resolve(settings.dataDir) });
  const problems = [...read.problems, ...unknownIn(given, variables), ...brokenRules(checked, read, variables)];
  if (problems.length === 0) problems.push(...consistencyOf(checked, given));
  if (problems.length > 0) throw new BadSettings(problems);
  return Object.freeze(checked);
}

/** The variables of a process over those of the file `.env` in the folder, if there is one. */
export function environmentOf(folder: string, env: Environment): Environment {
  const file = join(folder, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...env } : env;
}

/** Defaults that hang on other variables. */
function defaultsIn(given: Environment): Partial<Settings> {
  return {
    demoIssuer: given.CONCORD_DATABASE_URL === undefined && given.CONCORD_JWKS_URL === undefined,
    introspection: given.NODE_ENV !== 'production',
  };
}

function unknownIn(given: Environment, variables: readonly Variable[]): string[] {
  const known = new Set(variables.map(({ name }) => name));
  return Object.keys(given)
    .filter((name) => name.startsWith('CONCORD_') && !known.has(name))
    .map((name) => `${name} is no setting. The settings are ${[...known].join(', ')}`);
}

function brokenRules(settings: Settings, given: Given, variables: readonly Variable[]): string[] {
  return validateSync(settings, { stopAtFirstError: true }).map(({ property, constraints }) => {
    const variable = variables.find((one) => one.property === property) ?? { property, name: property, read: asText };
    const rule = Object.values(constraints ?? {})
      .join(', ')
      .replace(new RegExp(`^${property} `), '');
    return `${variable.name} ${describe(variable, given)}: it ${rule}`;
  });
}
