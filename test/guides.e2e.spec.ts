import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/manual.js';
import { runPage } from './support/run-page.js';

const FOLDER = 'docs/guides';
const guides = readdirSync(join(ROOT, FOLDER)).map((file) => join(FOLDER, file));

describe.each(guides)('%s, followed from its top to its bottom', (guide) => runPage(guide));
