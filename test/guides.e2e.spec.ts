import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/manual.js';
import { OWN_NPX, runPage } from './support/run-page.js';

const FOLDER = 'docs/guides';
const guides = readdirSync(join(ROOT, FOLDER)).map((file) => join(FOLDER, file));

/** That npm finds `concord` as well is the README's to show. */
describe.each(guides)('%s, followed from its top to its bottom', (guide) => runPage(guide, OWN_NPX));
