import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FAULTS } from '@concord/graphql';
import { faultOf, MAX_EXPRESSION_LENGTH, MOST_STEPS, SAMPLE_FACTS } from '@concord/rules';
import type { Command } from 'commander';
import { buildSchema, parse as parseGraphql, validate } from 'graphql';
import { auditCommand } from '../apps/cli/src/audit/replay.command.js';
import { ballotCommand } from '../apps/cli/src/ballot.command.js';
import { demoCommand } from '../apps/cli/src/demo/demo.command.js';
import { exportCommand } from '../apps/cli/src/export.command.js';
import { importCommand } from '../apps/cli/src/import.command.js';
import { logCommand } from '../apps/cli/src/log.command.js';
import { projectionsCommand } from '../apps/cli/src/projections.command.js';
import { tokenCommand } from '../apps/cli/src/token.command.js';
import { blocksOf, pages, ROOT } from './support/manual.js';

const all = pages();
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const pageAt = (path: string): string => all.find((page) => page.path === path)?.text ?? '';

/** The page without its code, in which a bracket is no link. */
const proseOf = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');

/** As GitHub names the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const settings = [...textOf('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);

/** Every file of ours below apps and libs that holds code that runs. */
const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.spec\.ts$|\/testing\//.test(path))
    .map((path) => textOf(join(folder, path))),
);

test('every link leads somewhere, headings included', () => {
  const broken = all.flatMap(({ path, text }) =>
    [...proseOf(text).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, file = '', anchor]) => {
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) return [`${path}: ${link}`];
      return anchor === undefined || anchorsOf(textOf(target)).includes(anchor) ? [] : [`${path}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('the index of the documentation leads to every page', () => {
  const index = pageAt('docs/README.md');
  const here = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(here.filter((name) => !index.includes(`](${name})`))).toEqual([]);
});

test('every page that a rejection names is there', () => {
  const named = new Set(sources.flatMap((source) => [...source.matchAll(/docs\/[a-z-]+\.md/g)].map(([path]) => path)));
  expect(named).toContain('docs/requirements.md');
  expect([...named].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every setting that is named exists', () => {
  const unknown = all.flatMap(({ path, text }) =>
    [...text.matchAll(/\bCONCORD_[A-Z_]+\b/g)].filter(([name]) => !settings.includes(name)).map(([name]) => `${path}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('every script of npm that is named exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = all.flatMap(({ text }) => [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every code with which something is refused is explained, and no other', () => {
  const page = pageAt('docs/api.md');
  const explained = new Set([...page.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, code]) => code));
  const codes = new Set(
    sources.flatMap((source) => [
      ...[...source.matchAll(/\b(?:reject|fault|ConcordError)\(\s*'([A-Z_]+)'/g)].map(([, code]) => code),
      ...[...source.matchAll(/super\(\s*'([A-Z_]+)',/g)].map(([, code]) => code),
    ]),
  );
  expect([...codes, ...FAULTS].filter((code) => !explained.has(code))).toEqual([]);
  const inTables = [...page.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '));
  const known = new Set<string | undefined>([...codes, ...FAULTS]);
  expect(inTables.filter((code) => !known.has(code))).toEqual([]);
});

test('the queries that stand there whole fit the schema', () => {
  const schema = buildSchema(textOf('schema.graphql'));
  const faults = all.flatMap(({ path, text }) =>
    blocksOf(text)
      .filter(({ language, text }) => language === 'graphql' && /^(query|mutation|subscription)\b/.test(text))
      .flatMap(({ text, line }) => validate(schema, parseGraphql(text)).map(({ message }) => `${path}, line ${line}: ${message}`)),
  );
  expect(faults).toEqual([]);
});

describe('the page on requirements', () => {
  const page = pageAt('docs/requirements.md');

  function factsIn(value: unknown, path: string): readonly string[] {
    if (Array.isArray(value)) return [path, ...(typeof value[0] === 'object' ? factsIn(value[0], `${path}[i]`) : [])];
    if (typeof value !== 'object' || value === null) return [path];
    return Object.entries(value).flatMap(([name, member]) => factsIn(member, path ? `${path}.${name}` : name));
  }

  test('names every fact that a condition may ask, and no other', () => {
    const named = [...page.matchAll(/^\| `((?:transaction|seller|buyer)\.[^`]+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...factsIn(SAMPLE_FACTS, '')].sort());
  });

  /** The lines of the blocks that are noted so: an expression, and what is said of it. */
  const examples = (note: string): readonly (readonly [expression: string, said: string])[] =>
    blocksOf(page)
      .filter(({ notes }) => notes.some(([, expected]) => expected === note))
      .flatMap(({ text }) => text.split('\n'))
      .flatMap((line) => {
        const [expression, said = ''] = line.split(/ {2,}/);
        return expression ? [[expression, said] as const] : [];
      });

  test('gives examples that are accepted', () => {
    expect(examples('accepted').length).toBeGreaterThan(5);
    expect(examples('accepted').filter(([expression]) => faultOf(expression) !== undefined)).toEqual([]);
  });

  test('gives examples that are refused, each with what is then said of it', () => {
    expect(examples('refused').length).toBeGreaterThan(5);
    const found = examples('refused').map(([expression, said]) => ({ expression, said, fault: faultOf(expression) ?? '' }));
    expect(found.filter(({ said, fault }) => said === '' || !fault.includes(said))).toEqual([]);
  });

  test('names the limits as they are', () => {
    for (const limit of [MAX_EXPRESSION_LENGTH, MOST_STEPS]) expect(page).toContain(limit.toLocaleString('en'));
  });
});

describe('the commands of `npx concord`', () => {
  const known: readonly Command[] = [
    tokenCommand,
    demoCommand,
    importCommand,
    exportCommand,
    projectionsCommand,
    logCommand,
    auditCommand,
    ballotCommand,
  ];

  /** The command that a line calls, and what is left of the line. */
  function called(words: readonly string[], commands: readonly Command[]): { command: Command; rest: readonly string[] } | undefined {
    const command = commands.find((candidate) => candidate.name() === words[0]);
    if (!command) return undefined;
    return called(words.slice(1), command.commands) ?? { command, rest: words.slice(1) };
  }

  test('are there, with every option that is shown', () => {
    const lines = all.flatMap(({ text }) => [...text.matchAll(/npx concord ([a-z][^`\n)]*)/g)].map(([, line = '']) => line.trim()));
    expect(lines.length).toBeGreaterThan(20);
    const wrong = lines.flatMap((line) => {
      const { command, rest } = called(line.split(/\s+/), known) ?? {};
      if (!command || command.commands.length > 0) return [line];
      const options = command.options.map(({ long }) => long);
      return (rest ?? []).filter((word) => word.startsWith('--') && !options.includes(word)).map((word) => `${line}: ${word}`);
    });
    expect(wrong).toEqual([]);
  });
});
