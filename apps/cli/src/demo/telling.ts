export type Row = readonly string[];

const WIDTH = 108;
const BULLET = '  - ';
const INDENT = '    ';

/** The text on lines of at most `width` characters; a longer word has a line of its own. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The voice that tells the story, line by line. */
export class Telling {
  constructor(private readonly print: (line: string) => void) {}

  section(title: string): void {
    this.print('');
    this.print(title);
  }

  /** One step: who did what, and what came of it. */
  step(text: string): void {
    for (const [index, line] of wrapped(text, WIDTH - INDENT.length).entries()) this.print(`${index === 0 ? BULLET : INDENT}${line}`);
  }

  line(text: string): void {
    this.print(text);
  }

  /** Columns as wide as what stands in them. */
  table(head: Row, rows: readonly Row[]): void {
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
    for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) {
      this.print(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
    }
  }
}
