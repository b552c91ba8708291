import { CONFIGURATIONS } from './languages.js';

/** The column with the indexed words of a configuration; null where a norm has none. */
export const columnOf = (configuration: string): string => `lexemes_${configuration}`;

const lexemesOf = (configuration: string): string => {
  const vector = (words: string) => `to_tsvector('${configuration}', coalesce("${words}"->>'${configuration}', ''))`;
  return `ADD COLUMN ${columnOf(configuration)} tsvector GENERATED ALWAYS AS (
    CASE WHEN "titleWords" ? '${configuration}' OR "words" ? '${configuration}'
         THEN setweight(${vector('titleWords')}, 'A') || ${vector('words')} END) STORED`;
};

/** A norm is searched in each language by the rules of that language; what its titles say weighs most. */
export const SEARCH_INDEXES: readonly string[] = [
  `ALTER TABLE norm ${CONFIGURATIONS.map(lexemesOf).join(', ')}`,
  ...CONFIGURATIONS.map(columnOf).map((column) => `CREATE INDEX ON norm USING gin (${column}) WHERE ${column} IS NOT NULL`),
];

const query = (configuration: string): string => `websearch_to_tsquery('${configuration}', :words)`;

/** Whether a norm has the words in one of the configurations. */
export const matches = (configurations: readonly string[]): string =>
  `(${configurations.map((each) => `(norm.${columnOf(each)} IS NOT NULL AND norm.${columnOf(each)} @@ ${query(each)})`).join(' OR ')})`;

/** How well it fits: the best of the configurations; longer texts count for less. */
export const rankOf = (configurations: readonly string[]): string =>
  `greatest(${configurations.map((each) => `ts_rank_cd(norm.${columnOf(each)}, ${query(each)}, 1)`).join(', ')})`;

/**
 * Whether the index leaves it possible: words that are excluded say nothing there, for the norm may have had them on other days.
 * `querytree` is what remains without these; `T`: nothing does, or it alone does not decide.
 */
const possible = (configuration: string): string =>
  `(querytree(${query(configuration)}) = 'T' OR norm.${columnOf(configuration)} @@ querytree(${query(configuration)})::tsquery)`;

/** The words of its title, and of its text as it reads on the day. */
const lexemesOn = (configuration: string): string => `(
  setweight(to_tsvector('${configuration}', coalesce(norm."titleWords"->>'${configuration}', '')), 'A') || (
    SELECT to_tsvector('${configuration}', coalesce(string_agg(wording->>'words', ' '), ''))
    FROM jsonb_array_elements(norm.wordings) AS wording
    WHERE wording->>'configuration' = '${configuration}' AND wording->>'from' <= :inForceOn
      AND (wording->>'until' IS NULL OR wording->>'until' > :inForceOn)))`;

/** Whether its title has the words, or its text as it reads on the day. */
export const matchesOn = (configurations: readonly string[]): string =>
  `(${configurations
    .map((each) => `(norm.${columnOf(each)} IS NOT NULL AND ${possible(each)} AND ${lexemesOn(each)} @@ ${query(each)})`)
    .join(' OR ')})`;

/** How well it fits as it reads on the day, in the same way. */
export const rankOn = (configurations: readonly string[]): string =>
  `greatest(${configurations
    .map((each) => `CASE WHEN norm.${columnOf(each)} IS NOT NULL THEN ts_rank_cd(${lexemesOn(each)}, ${query(each)}, 1) END`)
    .join(', ')})`;

/**
 * Passages with the words marked: `$1` the texts, `$2` the words, and the configuration. A passage need not have all of
 * them, for they may stand in different provisions.
 */
export const highlightsIn = (configuration: string): string => `
  WITH asked AS (SELECT replace(replace(websearch_to_tsquery('${configuration}', $2)::text, ' & ', ' | '), ' <-> ', ' | ')::tsquery AS words)
  SELECT passage.ordinality::int - 1 AS index,
         ts_headline('${configuration}', passage.text, asked.words,
                     'HighlightAll=true, StartSel="' || chr(3) || '", StopSel="' || chr(4) || '"') AS marked
  FROM asked, unnest($1::text[]) WITH ORDINALITY AS passage(text, ordinality)
  WHERE to_tsvector('${configuration}', passage.text) @@ asked.words
  ORDER BY ts_rank_cd(to_tsvector('${configuration}', passage.text), asked.words) DESC, passage.ordinality
  LIMIT 3`;
