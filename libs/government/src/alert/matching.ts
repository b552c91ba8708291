/**
 * What a change tells, as columns: `c` is the change, `n` its norm, `d` the draft that says what the norm is about as of then.
 * `key` is by what the post office knows it, together with the revision. Positions are text, days are text; `nth` is what to
 * sort by.
 */
export const ALERT_COLUMNS = `
  c.norm AS key, c.revision, c.position AS nth, c.position::text AS position, c."recordedAt", c.kind,
  c.norm, NULL::text AS ballot, NULL::text AS "standardId", to_char(c."on", 'YYYY-MM-DD') AS "on", c."closesAt",
  c.reason, c."by", c.provisions, n.jurisdiction, n.agency, n."documentType", d.titles, d."hsCodes"`;

/** Changes with the norms that they are about, as those stood at the time. */
export const ALERT_SOURCE = `
  government_alerts.change c
  JOIN government_alerts.subject n ON n.norm = c.norm
  CROSS JOIN LATERAL (
    SELECT w.revision, w.titles, w."hsCodes" FROM government_alerts.wording w
    WHERE w.norm = c.norm AND w.revision <= c.revision AND w.titles IS NOT NULL ORDER BY w.revision DESC LIMIT 1) d`;

/** Whether the interest `i` was there when `c` was recorded. */
const IS_IN_TIME = 'i.since < c.position AND (i.until IS NULL OR c.position <= i.until)';

/**
 * Whether the interest `i` is in that change. An HS code stands for those above and below it, and a norm without any is about
 * all goods. Words are looked for in the draft as a whole and in what each amendment or correction has brought as a whole, up to
 * the change, in the form in which they are written: the configuration `simple` knows no language.
 */
export const IS_OF_INTEREST = `
  ${IS_IN_TIME}
  AND (cardinality(i.jurisdictions) = 0 OR n.jurisdiction = ANY (i.jurisdictions))
  AND (cardinality(i.agencies) = 0 OR n.agency = ANY (i.agencies))
  AND (cardinality(i."hsCodes") = 0 OR cardinality(d."hsCodes") = 0 OR EXISTS (
    SELECT FROM unnest(i."hsCodes") wanted, unnest(d."hsCodes") had WHERE starts_with(had, wanted) OR starts_with(wanted, had)))
  AND (i.text IS NULL OR EXISTS (
    SELECT FROM government_alerts.wording w WHERE w.norm = c.norm AND w.revision BETWEEN d.revision AND c.revision
      AND w.lexemes @@ websearch_to_tsquery('simple', i.text)))`;

/** By what the post office knows the reminder `c`: the stream of its ballot, which no norm has for an id. */
export const REMINDER_KEY = `'association.ballot/' || c.ballot`;

/** What a reminder tells, in the columns of a change. */
export const REMINDER_COLUMNS = `
  ${REMINDER_KEY} AS key, c.revision, c.position AS nth, c.position::text AS position, c."recordedAt", 'BALLOT_CLOSES_SOON' AS kind,
  NULL::text AS norm, c.ballot, c."standardId", NULL::text AS "on", c."closesAt",
  NULL::text AS reason, NULL::text AS "by", '{}'::text[] AS provisions, NULL::text AS jurisdiction, NULL::text AS agency,
  NULL::text AS "documentType", coalesce(t.titles, '[]') AS titles, '{}'::text[] AS "hsCodes"`;

/** Reminders of ballots with the standards that are voted on. */
export const REMINDER_SOURCE = `
  government_alerts.reminder c LEFT JOIN government_alerts.standard t ON t."standardId" = c."standardId"`;

/**
 * Whether a party is on the roll of the ballot and had no vote that stood when it reminded: what it did before counts, and what
 * it did afterwards does not, so that a reminder stays what it was.
 */
export const isRemindedBy = (party: string): string => `(
  SELECT NOT s."hasVoted" FROM government_alerts.standing s
  WHERE s.ballot = c.ballot AND s.party = ${party} AND s.revision < c.revision ORDER BY s.revision DESC LIMIT 1)`;

/** Whether the interest `i` asks to hear of reminders. Only that of a party which is reminded may be asked. */
export const ASKS_FOR_REMINDERS = `i."ballotReminders" AND ${IS_IN_TIME}`;
