import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/manual.js';
import { blocksOfPage, runPage } from './support/run-page.js';

describe('the README, run from its top to its bottom', () => {
  test('begins with the two commands that start and test it', () => {
    expect(
      blocksOfPage('README.md')
        .slice(0, 2)
        .map(({ text }) => text.replace(/ +#.*/, '').trim()),
    ).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'start:worker', 'demo']));
  });

  runPage('README.md');
});
