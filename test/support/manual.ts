import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A fenced block of a page, with the comments that stand between it and the block before. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The line of its fence; 1 is the first of the page. */
  readonly line: number;
  /** `<!-- key: value -->`, which readers of the page do not see. */
  readonly notes: readonly (readonly [key: string, value: string])[];
}

const PIECES = /^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$|^<!-- (?<key>[a-z]+): (?<value>.*) -->$/gm;

/** The fenced blocks of a page, in their order. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let notes: [string, string][] = [];
  for (const { groups, index } of markdown.matchAll(PIECES)) {
    const { language = '', text, key, value } = groups ?? {};
    if (key !== undefined) {
      notes.push([key, value ?? '']);
      continue;
    }
    blocks.push({ language, text: text ?? '', line: markdown.slice(0, index).split('\n').length, notes });
    notes = [];
  }
  return blocks;
}

export interface Page {
  /** From the root of the repository: `docs/api.md`. */
  readonly path: string;
  readonly text: string;
}

/** The README, CONTRIBUTING and every page below docs. */
export function pages(): readonly Page[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path));
  return ['README.md', 'CONTRIBUTING.md', ...below].map((path) => ({
    path: relative('.', path),
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}
