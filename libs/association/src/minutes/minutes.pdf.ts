import { type Block, type Line, timeSaid } from './document.js';
import { documentOf } from './minutes.document.js';
import type { Minutes } from './minutes.js';
import { PdfPages } from './pdf-pages.js';

const lineText = (line: Line): string =>
  line.map((part) => (typeof part === 'string' ? part : 'at' in part ? timeSaid(part.at) : part.quoted)).join('');

const FACTS = [
  { name: '', share: 25 },
  { name: '', share: 75 },
] as const;

async function writeBlock(pages: PdfPages, block: Block): Promise<void> {
  switch (block.kind) {
    case 'FACTS':
      return pages.table({ caption: null, columns: FACTS, rows: block.facts.map(([term, fact]) => [term, lineText(fact)]) });
    case 'TABLE':
      return pages.table({ ...block, rows: block.rows.map((row) => row.map(lineText)) });
    case 'PARAGRAPH':
      return pages.paragraph(lineText(block.line));
    case 'STATEMENT':
      pages.subheading(lineText(block.of));
      for (const [label, words] of block.said) pages.paragraph(`${label}: ${lineText(words)}`);
  }
}

/** Minutes on paper. The same minutes give the same bytes. */
export async function minutesPdf(minutes: Minutes): Promise<Buffer> {
  const { name, title, sections } = documentOf(minutes);
  const pages = new PdfPages(name, new Date(minutes.closedAt));
  pages.title(lineText(title));
  for (const { heading, blocks } of sections) {
    pages.heading(heading);
    for (const block of blocks) await writeBlock(pages, block);
  }
  return pages.end(name);
}
