import { directionOf, inLanguageOf } from '../html/language.js';
import { html, type Markup } from '../html/markup.js';
import type { Difference, LanguageDifference, ProvisionChange, ProvisionDifference } from './difference.js';
import type { Grain, Run, WordDifference } from './word-difference.js';

const SAID: Readonly<Record<ProvisionChange, string>> = {
  ADDED: 'Added',
  REPEALED: 'Repealed',
  CHANGED: 'Changed',
  RENUMBERED: 'Renumbered',
  MOVED: 'Moved',
  UNCHANGED: 'Unchanged',
};

const COMPARED: Readonly<Record<Grain, string | null>> = {
  WORD: null,
  SENTENCE: 'Compared sentence by sentence: too much differs to compare it word by word.',
  WHOLE: 'Shown as a whole before and after: too much differs to compare it.',
};

/** Screen readers pass over `<ins>` and `<del>`, so the words say it where nobody sees them. */
const aloud = (words: string): Markup => html`<span class="aloud" lang="en"> [${words}] </span>`;

function ofRun({ change, text }: Run): Markup {
  if (change === 'KEPT') return html`${text}`;
  return change === 'ADDED'
    ? html`<ins>${aloud('inserted')}${text}${aloud('end of insertion')}</ins>`
    : html`<del>${aloud('deleted')}${text}${aloud('end of deletion')}</del>`;
}

const ofWords = ({ runs }: WordDifference): Markup => html`${runs.map(ofRun)}`;

const note = ({ grain }: WordDifference): Markup | null => {
  const said = COMPARED[grain];
  return said === null ? null : html`<p class="note" lang="en" dir="ltr">${said}</p>`;
};

const ofHeading = (difference: LanguageDifference): Markup =>
  html`<span ${inLanguageOf(difference.language)}>${ofWords(difference)}</span>`;

const ofText = (difference: LanguageDifference): Markup =>
  html`${note(difference)}<p class="words" ${inLanguageOf(difference.language)}>${ofWords(difference)}</p>`;

function ofRequirement({ requirement }: ProvisionDifference): Markup | null {
  if (requirement.length === 0) return null;
  const fields = requirement.map((field) => html`<dt>${field.field}</dt><dd>${ofWords(field)}</dd>`);
  return html`<dl class="requirement" lang="en" dir="ltr">${fields}</dl>`;
}

const placeOf = ({ before, after }: ProvisionDifference): Markup | null =>
  before && after && before.parent !== after.parent
    ? html`<p class="note" lang="en" dir="ltr">From ${before.parent ?? 'the top of the text'} to ${after.parent ?? 'the top of the text'}.</p>`
    : null;

function ofProvision(provision: ProvisionDifference): Markup {
  const { eId, changes, number, headings, text } = provision;
  const classes = changes.map((change) => change.toLowerCase()).join(' ');
  return html`<section class="provision ${classes}" id="${eId}">
<h2>${number ? ofWords(number) : null} ${headings.map(ofHeading)} <span class="change" lang="en" dir="ltr">${changes.map((change) => SAID[change]).join(', ')}</span></h2>
${placeOf(provision)}${text.map(ofText)}${ofRequirement(provision)}
</section>
`;
}

/** How a difference looks wherever it is shown; colour is never the only sign. */
export const DIFFERENCE_STYLE = `
.difference .words, .difference dd { white-space: pre-wrap; }
.difference ins { background: #d7f5dd; color: #05330f; text-decoration: underline; }
.difference del { background: #fde0dc; color: #5c0a00; text-decoration: line-through; }
.difference .change { border: 1px solid; border-radius: .25em; font-size: .75em; font-weight: normal; padding: 0 .4em; }
.difference .unchanged > h2 > .change { border-style: dotted; }
.aloud { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; user-select: none; white-space: nowrap; width: 1px; }
`;

/**
 * A difference for people, as a piece of a page: everything that differs, and of what does not, numbers and headings. `language`
 * is that of the readers, where the difference was made for one.
 */
export function differenceHtml({ provisions, counts }: Difference, language?: string): Markup {
  const differing = provisions.length - counts.UNCHANGED;
  const sentence = differing === 0 ? 'The two texts are the same.' : `${differing} of ${provisions.length} provisions differ.`;
  const shown = provisions.map((provision) =>
    ofProvision(provision.changes.includes('UNCHANGED') ? { ...provision, text: [], requirement: [] } : provision),
  );
  return html`<div class="difference" dir="${language === undefined ? 'auto' : directionOf(language)}">
<p class="note" lang="en" dir="ltr">${sentence}</p>
${shown}</div>
`;
}
