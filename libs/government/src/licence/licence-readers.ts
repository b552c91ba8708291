import type { Actor } from '@concord/kernel';

/** Agencies work together on who may enter a market, and auditors see how they did. */
export const readsEveryApplication = (reader: Actor | null): boolean => reader?.kind === 'AGENCY' || reader?.kind === 'AUDITOR';

/** An application is for the applicant, agencies and auditors; a licence, once granted, is for everyone. */
export const mayReadApplication = ({ enterprise }: { readonly enterprise: string }, reader: Actor | null): boolean =>
  reader !== null && (reader.party === enterprise || readsEveryApplication(reader));
