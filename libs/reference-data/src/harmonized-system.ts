import { readTable } from './data-files.js';

/** A code of the Harmonized System (HS 2022): a chapter (2 digits), a heading (4) or a subheading (6). */
export interface HsCode {
  readonly code: string;
  /** In English, as the nomenclature has it. */
  readonly description: string;
  /** The next shorter code, or null for a chapter. */
  readonly parent: string | null;
  /** The section's Roman number, or null for chapter 99, "not specified according to kind", which stands in none. */
  readonly section: string | null;
  readonly level: 2 | 4 | 6;
}

export interface HsSection {
  /** `I` to `XXI`. */
  readonly number: string;
  readonly name: string;
}

/** What an HS code has to be, to end the sentence that refuses another. */
export const HS_CODE_RULE = 'an HS code has 2, 4 or 6 digits and stands in the Harmonized System';

const FORM = /^(?:\d{2}|\d{4}|\d{6})$/;

interface Nomenclature {
  readonly codes: ReadonlyMap<string, HsCode>;
  readonly children: ReadonlyMap<string | null, readonly HsCode[]>;
}

let loaded: Nomenclature | undefined;
let loadedSections: readonly HsSection[] | undefined;

/** Read once, when the first code is asked for. */
function nomenclature(): Nomenclature {
  loaded ??= load();
  return loaded;
}

function load(): Nomenclature {
  const codes = new Map<string, HsCode>();
  const children = new Map<string | null, HsCode[]>();
  for (const { hscode = '', description = '', section = '' } of readTable('harmonized-system.csv')) {
    if (!FORM.test(hscode)) continue; // the row TOTAL
    const parent = hscode.slice(0, -2) || null;
    const code: HsCode = {
      code: hscode,
      description: description.trim(),
      parent,
      section: section === 'TOTAL' ? null : section,
      level: hscode.length as HsCode['level'],
    };
    codes.set(hscode, code);
    const siblings = children.get(parent);
    if (siblings) siblings.push(code);
    else children.set(parent, [code]);
  }
  return { codes, children };
}

export const isHsCode = (value: unknown): value is string => typeof value === 'string' && nomenclature().codes.has(value);

/** @throws RangeError when the Harmonized System has no such code. */
export function hsCode(code: string): HsCode {
  const found = nomenclature().codes.get(code);
  if (!found) throw new RangeError(`${JSON.stringify(code)} is refused: ${HS_CODE_RULE}`);
  return found;
}

/** The shorter codes that cover this one, shortest first: `640399` stands under `64` and `6403`. */
export const ancestorsOf = (code: string): string[] =>
  [2, 4].filter((length) => length < code.length).map((length) => code.slice(0, length));

/** Whether goods of `narrower` are goods of `wider`: a code covers itself and every longer one that begins with it. */
export const covers = (wider: string, narrower: string): boolean => narrower.startsWith(wider) && FORM.test(wider) && FORM.test(narrower);

/** The codes one level below, in order; with null, the chapters. */
export const childrenOf = (code: string | null): readonly HsCode[] => nomenclature().children.get(code) ?? [];

/** All longer codes that the code covers, in order. */
export const descendantsOf = (code: string): HsCode[] => childrenOf(code).flatMap((child) => [child, ...descendantsOf(child.code)]);

/**
 * Codes whose description holds every word, or whose digits begin with the text; in order of the codes.
 * @param limit the most that are found; 20 when left out
 */
export function searchHsCodes(text: string, limit = 20): HsCode[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: HsCode[] = [];
  if (words.length === 0) return found;
  for (const entry of nomenclature().codes.values()) {
    if (found.length >= limit) break;
    const description = entry.description.toLowerCase();
    if (words.every((word) => description.includes(word) || entry.code.startsWith(word))) found.push(entry);
  }
  return found;
}

export function hsSections(): readonly HsSection[] {
  loadedSections ??= readTable('sections.csv').map(({ section = '', name = '' }) => ({ number: section, name }));
  return loadedSections;
}
