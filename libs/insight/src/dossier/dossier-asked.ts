import { badInput } from '@concord/graphql';
import { isPosition, PHASES, type Position, START } from '@concord/kernel';
import { HANDLE_RULE, isHandle } from '@concord/reference-data';
import type { DossierQuestion } from './dossier.js';
import { DOSSIER_KINDS } from './dossier-kind.js';
import { DOSSIER_FORMS, type DossierForm, kindNamed } from './dossier-uri.js';

/** The acts that one file holds, at most and if nothing else is asked for. */
export const MOST_ACTS = 2_000;

/** A request for a dossier as a file. */
export interface AskedDossier extends DossierQuestion {
  readonly form: DossierForm;
  readonly atLeast: Position | null;
}

type Query = Readonly<Record<string, unknown>>;

const FIELDS: readonly string[] = ['first', 'after', 'since', 'phase', 'atLeast'];

const refuse = (field: string, value: unknown, rule: string) => badInput(`${field}: must be ${rule}`, { field, value, rule });

function position(query: Query, field: string): Position | null {
  const value = query[field];
  if (value === undefined) return null;
  if (typeof value === 'string' && isPosition(value)) return value;
  throw refuse(field, value, 'a position of the log');
}

function first({ first: value = String(MOST_ACTS) }: Query): number {
  if (typeof value === 'string' && /^[1-9]\d{0,3}$/.test(value) && Number(value) <= MOST_ACTS) return Number(value);
  throw refuse('first', value, `a whole number from 1 to ${MOST_ACTS}`);
}

function phase({ phase: value }: Query): DossierQuestion['phase'] {
  if (value === undefined) return null;
  const known = PHASES.find((each) => each === value);
  if (known) return known;
  throw refuse('phase', value, `one of ${PHASES.join(', ')}`);
}

/** @throws ConcordError BAD_INPUT, naming the part of the request at fault */
export function askedDossier(word: string, file: string, query: Query): AskedDossier {
  const kind = kindNamed(word);
  if (!kind) throw refuse('kind', word, `one of ${DOSSIER_KINDS.map((each) => each.toLowerCase()).join(', ')}`);
  const dot = file.lastIndexOf('.');
  const [id, form] = [file.slice(0, Math.max(0, dot)), DOSSIER_FORMS.find((each) => each === file.slice(dot + 1))];
  if (dot < 0 || !form) throw refuse('id', file, `an id with one of ${DOSSIER_FORMS.map((each) => `.${each}`).join(', ')} behind it`);
  if (!isHandle(id)) throw badInput(`id: ${HANDLE_RULE}`, { field: 'id', value: id, rule: HANDLE_RULE });
  const unknown = Object.keys(query).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw refuse(unknown, query[unknown], `left out: one can ask for ${FIELDS.join(', ')}`);
  const asked = { after: position(query, 'after') ?? START, since: position(query, 'since') ?? START };
  return { kind, id, form, ...asked, first: first(query), phase: phase(query), withProofs: true, atLeast: position(query, 'atLeast') };
}
