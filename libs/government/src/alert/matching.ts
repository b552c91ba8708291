/**
 * What a change tells, as columns: `c` is the change, `n` its norm, `d` the draft that says what the norm is about as of then.
 * Positions are text, days are text.
 */
export const ALERT_COLUMNS = `
  c.norm, c.revision, c.position::text AS position, c."recordedAt", c.kind, to_char(c."on", 'YYYY-MM-DD') AS "on", c."closesAt",
  c.reason, c."by", c.provisions, n.jurisdiction, n.agency, n."documentType", d.titles, d."hsCodes"`;

/** Changes with the norms that they are about, as those stood at the time. */
export const ALERT_SOURCE = `
  government_alerts.change c
  JOIN government_alerts.subject n ON n.norm = c.norm
  CROSS JOIN LATERAL (
    SELECT w.revision, w.titles, w."hsCodes" FROM government_alerts.wording w
    WHERE w.norm = c.norm AND w.revision <= c.revision AND w.titles IS NOT NULL ORDER BY w.revision DESC LIMIT 1) d`;

/**
 * Whether the interest `i` is in that change. An HS code stands for those above and below it, and a norm without any is about
 * all goods. Words are looked for in the draft as a whole and in what each amendment or correction has brought as a whole, up to
 * the change, in the form in which they are written: the configuration `simple` knows no language.
 */
export const IS_OF_INTEREST = `
  i.since < c.position AND (i.until IS NULL OR c.position <= i.until)
  AND (cardinality(i.jurisdictions) = 0 OR n.jurisdiction = ANY (i.jurisdictions))
  AND (cardinality(i.agencies) = 0 OR n.agency = ANY (i.agencies))
  AND (cardinality(i."hsCodes") = 0 OR cardinality(d."hsCodes") = 0 OR EXISTS (
    SELECT FROM unnest(i."hsCodes") wanted, unnest(d."hsCodes") had WHERE starts_with(had, wanted) OR starts_with(wanted, had)))
  AND (i.text IS NULL OR EXISTS (
    SELECT FROM government_alerts.wording w WHERE w.norm = c.norm AND w.revision BETWEEN d.revision AND c.revision
      AND w.lexemes @@ websearch_to_tsquery('simple', i.text)))`;
