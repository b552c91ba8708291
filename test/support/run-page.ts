import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Block, blocksOf, ROOT } from './manual.js';
import { bearer, type HttpAnswer, RunningPlatform } from './running-platform.js';

/*
 * Runs a page as a reader would paste it. Comments that the reader does not see say what to expect of the block
 * below them:
 *   as: <party>              whose token is sent, as `npx concord token` gave it further up; `nobody` sends none
 *   expect: <path> = <JSON>  what the answer holds; `length` and indexes from the end (-1) may stand in a path
 *   until: <path> = <JSON>   ask again until it does
 *   keep: <name> = <path>    remember a part of the answer
 *   vary: <variable> = <name>, or <n> seconds from now: what the reader is told to put there
 *   prints: <pattern>        what a command prints that does not ask GraphQL
 */
const run = promisify(execFile);
const PASTED_ADDRESS = 'http://127.0.0.1:3000';
const PATIENCE_MS = 100_000;
/** Milliseconds for one request on a machine that keeps up with the terms of the pages; a slower one gets longer terms, but not longer than patience. */
const USUAL_MS = 80;
const LONGEST = 5;

/** `data.norms.nodes.-1.id` */
const at = (answer: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value) && /^-\d+$/.test(key)) return value.at(Number(key));
    return (value as Record<string, unknown> | null | undefined)?.[key];
  }, answer);

const notesOf = ({ notes }: Block, key: string): readonly (readonly [string, string])[] =>
  notes
    .filter(([name]) => name === key)
    .map(([, note]) => {
      const [left = '', right = ''] = note.split(/ = (.*)/s);
      return [left, right];
    });

/** The fenced blocks of a page, by its path from the root of the repository. */
export const blocksOfPage = (page: string): readonly Block[] => blocksOf(readFileSync(join(ROOT, page), 'utf8'));

/** Where `npx` is that finds `concord` without npm. */
export const OWN_NPX = join(ROOT, 'test/support/commands');

/**
 * Declares the tests that run a page from its top to its bottom.
 * @param programs a folder whose contents come before those of the system
 */
export function runPage(page: string, programs = ''): void {
  const blocks = blocksOfPage(page);
  const commands = blocks.filter(({ language, text }) => language === 'bash' && /npx concord|curl/.test(text));
  const queries = blocks.filter(({ language }) => language === 'graphql');
  const steps = blocks.filter((block) => commands.includes(block) || queries.includes(block));
  const titled = steps.map((block): [string, Block] => [`line ${block.line}: ${block.text.split('\n')[0]}`, block]);

  let platform: RunningPlatform;
  const tokens = new Map<string, string>();
  const kept = new Map<string, unknown>();
  let requests = 0;
  let spentMs = 0;

  /** As long as the page says, and longer where this machine has been slow so far. */
  const fromNow = (seconds: number): string => {
    const stretch = Math.min(LONGEST, Math.max(1, spentMs / Math.max(1, requests) / USUAL_MS));
    return new Date(Date.now() + seconds * 1_000 * stretch).toISOString();
  };

  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform.remove());

  /** In the shell, from the root of the clone; only the address is another one. */
  async function runCommand({ text, notes }: Block): Promise<void> {
    const script = `set -euo pipefail\n${text.replaceAll(PASTED_ADDRESS, platform.url)}`;
    const path = [programs, process.env.PATH].filter(Boolean).join(delimiter);
    const { stdout } = await run('bash', ['-c', script], { cwd: ROOT, env: { ...platform.environment, PATH: path } });
    const prints = notes.filter(([key]) => key === 'prints');
    for (const [, pattern] of prints) expect(stdout).toMatch(new RegExp(pattern, 's'));
    if (prints.length > 0) return;
    if (text.includes('curl')) {
      const answer = JSON.parse(stdout) as HttpAnswer;
      expect(answer).toEqual({ data: expect.anything() });
    } else {
      const party = /--party (\S+)/.exec(text)?.[1] ?? '';
      expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      tokens.set(party, stdout.trim());
    }
  }

  function variablesOf(block: Block): object {
    const next = blocks[blocks.indexOf(block) + 1];
    const variables = next?.language === 'json' ? (JSON.parse(next.text) as Record<string, unknown>) : {};
    for (const [name, source] of notesOf(block, 'vary')) {
      expect(variables).toHaveProperty(name);
      const seconds = /^(\d+) seconds from now$/.exec(source)?.[1];
      variables[name] = seconds === undefined ? kept.get(source) : fromNow(Number(seconds));
    }
    return variables;
  }

  async function ask(block: Block): Promise<HttpAnswer> {
    const party = block.notes.find(([key]) => key === 'as')?.[1] ?? '';
    const token = tokens.get(party);
    if (!token && party !== 'nobody') throw new Error(`The page shows no command for a token of "${party}"`);
    const variables = variablesOf(block);
    const awaited = notesOf(block, 'until');
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const began = performance.now();
      const answer = await platform.ask(block.text, variables, token ? bearer(token) : {});
      requests++;
      spentMs += performance.now() - began;
      expect(answer.errors).toEqual([]);
      const isThere = awaited.every(([path, json]) => JSON.stringify(at(answer, path)) === json);
      if (isThere || Date.now() > end) return answer;
      await sleep(100);
    }
  }

  test('leaves no query without a word on who asks, and expects something of most', () => {
    expect(queries.filter(({ notes }) => !notes.some(([key]) => key === 'as'))).toEqual([]);
    expect(queries.filter(({ notes }) => notes.some(([key]) => key === 'expect')).length).toBeGreaterThan(queries.length / 2);
  });

  test.each(titled)('%s', async (_, block) => {
    if (block.language === 'bash') return runCommand(block);
    const answer = await ask(block);
    for (const [path, json] of [...notesOf(block, 'until'), ...notesOf(block, 'expect')]) {
      expect([path, at(answer, path)]).toEqual([path, JSON.parse(json)]);
    }
    for (const [name, path] of notesOf(block, 'keep')) kept.set(name, at(answer, path));
  });
}
