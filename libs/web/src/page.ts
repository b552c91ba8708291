import { createHash } from 'node:crypto';
import { DIFFERENCE_STYLE, directionOf, html, Markup } from '@concord/legal-text';

/** For screens of every width, for paper, for light and dark; contrasts are those of WCAG 2.2, AA, or better. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #545454; --line: #767676; --link: #0b4f9e; --shade: #f3f3f0; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --quiet: #b4b4b4; --line: #8c8c8c; --link: #8ab8f2; --shade: #242424; } }
* { box-sizing: border-box; }
body { background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, "Noto Serif", "Songti SC", serif; margin: 0 auto; max-width: 46rem; padding: 1rem; overflow-wrap: break-word; }
header, nav, .notes, .note, footer, dl { font-family: system-ui, "Noto Sans", sans-serif; font-size: .9rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { background: var(--paper); inset-inline-start: 1rem; padding: .5rem; position: absolute; top: -4rem; }
.skip:focus { top: 0; }
.eyebrow, .quiet { color: var(--quiet); }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .25rem 0 1rem; }
h2, h3, h4, h5, h6 { font-size: 1.1rem; line-height: 1.35; margin: 1.6rem 0 .4rem; }
dl { display: grid; gap: .15rem 1rem; grid-template-columns: max-content 1fr; margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0 0 .5rem; padding: 0; }
caption { font-weight: bold; padding-bottom: .25rem; text-align: start; }
table { margin-bottom: 2rem; border-collapse: collapse; font-family: system-ui, sans-serif; font-size: .9rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .75rem .35rem 0; text-align: start; vertical-align: top; }
.scroll { overflow-x: auto; }
time { white-space: nowrap; }
.depth-1 { margin-inline-start: 1.25rem; } .depth-2 { margin-inline-start: 2.5rem; } .depth-3 { margin-inline-start: 3.75rem; } .depth-4 { margin-inline-start: 5rem; }
.words { margin: 0 0 .5rem; white-space: pre-wrap; }
.standing { border: 1px solid; border-radius: .25em; font-size: .8rem; font-weight: normal; padding: 0 .4em; white-space: nowrap; }
.not_yet_in_force > .words, .suspended > .words { border-inline-start: 3px solid var(--line); color: var(--quiet); padding-inline-start: .75rem; }
.notes { border-inline-start: 3px solid var(--line); color: var(--quiet); list-style: none; margin: 0 0 .75rem; padding: 0; padding-inline-start: .75rem; }
.banner { background: var(--shade); border: 1px solid var(--line); padding: .5rem .75rem; }
code { font-size: .85em; white-space: pre-wrap; }
@media print { nav, .skip { display: none; } body { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } section { break-inside: avoid-page; } tr { break-inside: avoid; } }
${DIFFERENCE_STYLE}
@media (prefers-color-scheme: dark) { .difference ins { background: #123d1e; color: #c9f7d3; } .difference del { background: #4d1712; color: #ffd9d4; } }
`;

const hashOf = (style: string): string => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** What a page that is kept as a file says itself: a browser takes these style sheets, and nothing else from anywhere. */
const policyInside = (style: string): readonly string[] => [
  "default-src 'none'",
  ['style-src', hashOf(STYLE), ...(style === '' ? [] : [hashOf(style)])].join(' '),
  "base-uri 'none'",
  "form-action 'none'",
];

/** A browser takes this style sheet, that of the page besides where it has one, and nothing else from anywhere. */
export const contentSecurityPolicy = (style = ''): string => [...policyInside(style), "frame-ancestors 'none'"].join('; ');

export const CONTENT_SECURITY_POLICY = contentSecurityPolicy();

export interface Page {
  readonly language: string;
  readonly title: string;
  readonly body: Markup;
  /** A style sheet of its own beside that of all pages. Trusted as it stands, so it is ours. */
  readonly style?: string;
  /** Whether it is kept as a file, away from the headers of its answer: then it says itself what a browser may load. */
  readonly isFile?: boolean;
}

/** Trusted as it stands: it is ours, and has no character that would end the element. */
const styleElement = (style: string): Markup => new Markup(`<style>${style}</style>`);

const policyElement = (style: string): Markup =>
  html`<meta http-equiv="Content-Security-Policy" content="${policyInside(style).join('; ')}">
`;

/** A whole page. What the platform says is English; what its parties say is marked with its own language. */
export const page = ({ language, title, body, style = '', isFile = false }: Page): string =>
  html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isFile ? policyElement(style) : null}<title>${title}</title>
${styleElement(STYLE)}${style === '' ? null : styleElement(style)}
</head>
<body>
${body}
</body>
</html>
`.toString();

/** What the platform itself says, in English. */
export const said = (words: Markup | string): Markup => html`<span lang="en" dir="ltr">${words}</span>`;
