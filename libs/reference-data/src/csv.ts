const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** The rows of a CSV text (RFC 4180) under the names of its first line; a byte order mark is skipped. */
export function parseCsv(text: string): Record<string, string>[] {
  const [names = [], ...rows] = linesOf(text.replace(/^\uFEFF/, ''));
  return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
}

function linesOf(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const at = FIELD.lastIndex;
    const [, quoted, plain = '', end] = FIELD.exec(text) ?? [];
    if (end === undefined) throw new SyntaxError(`The CSV text is broken at character ${at}: ${text.slice(at, at + 40)}`);
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && FIELD.lastIndex < text.length) continue;
    if (end === ',') line.push('');
    lines.push(line);
    line = [];
  }
  return lines;
}
