import { DOSSIER_KINDS, type DossierKind } from './dossier-kind.js';

export const DOSSIER_FORMS = ['html', 'json'] as const;
export type DossierForm = (typeof DOSSIER_FORMS)[number];

/** Where a dossier is found as a file. */
export const dossierUri = (kind: DossierKind, id: string, form: DossierForm): string => `/dossiers/${kind.toLowerCase()}/${id}.${form}`;

export const kindNamed = (word: string): DossierKind | undefined => DOSSIER_KINDS.find((kind) => kind.toLowerCase() === word);
