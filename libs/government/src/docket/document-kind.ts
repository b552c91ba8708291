/** What a document in a docket does, whatever its publisher calls it. */
export const DOCUMENT_KINDS = [
  'PROPOSAL',
  'SUPPLEMENTAL_PROPOSAL',
  'ADVANCE_NOTICE',
  'REQUEST_FOR_COMMENT',
  'PETITION',
  'GUIDANCE',
  'FINAL_RULE',
  'INTERIM_FINAL_RULE',
  'DIRECT_FINAL_RULE',
  'EXTENSION',
  'REOPENING',
  'HEARING',
  'CORRECTION',
  'WITHDRAWAL',
  'DELAY',
  'OTHER',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** From what it is known: the field that says so, the number under which the register corrects others, the title, or the type alone. */
export const KIND_BASES = ['SUBTYPE', 'REGISTER_NUMBER', 'TITLE', 'DOCUMENT_TYPE'] as const;
export type KindBasis = (typeof KIND_BASES)[number];

type Words = readonly [DocumentKind, RegExp];

/** Words of the field `subtype`, which says one thing. */
const IN_SUBTYPE: readonly Words[] = [
  ['CORRECTION', /\bcorrection/i],
  ['EXTENSION', /\bextension\b.*\bcomment/i],
  ['REOPENING', /\breopen/i],
  ['WITHDRAWAL', /\bwithdrawal|\btermination\b/i],
  ['HEARING', /\b(hearing|meeting)\b/i],
  ['DELAY', /\b(delay|postponement|stay)\b/i],
  ['SUPPLEMENTAL_PROPOSAL', /\bsupplemental\b/i],
  ['ADVANCE_NOTICE', /\badvanced?\b/i],
  ['INTERIM_FINAL_RULE', /\binterim\b/i],
  ['DIRECT_FINAL_RULE', /\bdirect final\b/i],
  ['PETITION', /\bpetition/i],
  ['REQUEST_FOR_COMMENT', /\brequest for (comment|information)/i],
  ['GUIDANCE', /\b(guidance|policy statement)\b/i],
  ['PROPOSAL', /\bproposed\b/i],
  ['FINAL_RULE', /\bfinal rule\b/i],
];

/**
 * Words of a title that leave no doubt. A title speaks of goods and places, too: `Extension of Port Limits` extends no
 * comment period, and `Technical Corrections` is a rule of its own.
 */
const IN_TITLE: readonly Words[] = [
  ['CORRECTION', /([;:,]|\s[-–])\s*(notice of )?(cfr )?corrections?\W*$/i],
  ['EXTENSION', /\bextension of (the )?(public )?comment period\b/i],
  ['REOPENING', /\breopening of (the )?(public )?comment\s+period\b/i],
  ['WITHDRAWAL', /([;:]|\s[-–])\s*(notice of )?withdrawal( of [^;:]*\brule(making)?)?\W*$|\btermination of rulemaking\b/i],
  ['HEARING', /\bopportunity for (an )?oral (presentation|comment)/i],
  ['DELAY', /\b(delay|postponement) of (the )?(effective|implementation|compliance) date\b/i],
  ['SUPPLEMENTAL_PROPOSAL', /\bsupplemental notice of proposed rule\s?making\b/i],
  ['ADVANCE_NOTICE', /\badvanced? notice of proposed rule\s?making\b/i],
  ['INTERIM_FINAL_RULE', /\binterim (final )?rule\b/i],
  ['DIRECT_FINAL_RULE', /\bdirect final rule\b/i],
  ['PROPOSAL', /\bnotice of proposed rule\s?making\b/i],
  ['PETITION', /^petitions?\b/i],
  ['REQUEST_FOR_COMMENT', /\brequests? for (comments?|information)\b/i],
];

/** The register gives a correction the number of what it corrects: `C1-2010-13080` and `Z9-20590`. */
const NUMBER_OF_CORRECTION = /^[CRZ]\d{1,2}[-–](\d{4}[-–])?\d+$/;

export interface Kinded {
  readonly documentType: string;
  readonly subtype: string | null;
  readonly title: string;
  readonly registerNumber: string | null;
}

export interface KindOf {
  readonly kind: DocumentKind;
  readonly basis: KindBasis;
}

const first = (words: readonly Words[], text: string): DocumentKind | undefined => words.find(([, pattern]) => pattern.test(text))?.[0];

const ofType = (documentType: string): DocumentKind => {
  if (documentType === 'Proposed Rule') return 'PROPOSAL';
  return documentType === 'Rule' ? 'FINAL_RULE' : 'OTHER';
};

/** The first of these that says something: subtype, register number, title, type. */
export function kindOf({ documentType, subtype, title, registerNumber }: Kinded): KindOf {
  const said = first(IN_SUBTYPE, subtype ?? '');
  if (said) return { kind: said, basis: 'SUBTYPE' };
  if (NUMBER_OF_CORRECTION.test(registerNumber ?? '')) return { kind: 'CORRECTION', basis: 'REGISTER_NUMBER' };
  const titled = first(IN_TITLE, title);
  if (titled) return { kind: titled, basis: 'TITLE' };
  return { kind: ofType(documentType), basis: 'DOCUMENT_TYPE' };
}
