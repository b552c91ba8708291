import { type ConcernColumns, inMandate } from '@concord/graphql';
import { type Actor, eyesOn } from '@concord/kernel';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Agencies work together on who may enter a market, and auditors see how they did. */
const readsEveryApplication = (reader: Actor | null): boolean => reader?.kind === 'AGENCY' || reader?.kind === 'AUDITOR';

/** An application is for the applicant, agencies and auditors; a licence, once granted, is for everyone. */
export const mayReadApplication = ({ enterprise }: { readonly enterprise: string }, reader: Actor | null): boolean =>
  reader !== null && (reader.party === enterprise || readsEveryApplication(reader));

interface LicenceRow {
  readonly id: string;
  readonly enterprise: string;
  readonly agency: string;
  readonly jurisdiction: string;
}

/** The same of a row of the read model, with the eyes that the reader has for it. */
export function mayReadApplicationOf({ id, enterprise, agency, jurisdiction }: LicenceRow, reader: Actor | null): boolean {
  const concern = { stream: `government.licence/${id}`, parties: [enterprise, agency], jurisdictions: [jurisdiction] };
  return mayReadApplication({ enterprise }, eyesOn(reader, concern));
}

const CONCERNS: ConcernColumns = {
  aggregate: 'government.licence',
  id: 'licence.id',
  parties: ['licence.enterprise', 'licence.agency'],
  jurisdictions: ['licence.jurisdiction'],
};

/** The same for a list, whose rows are called `licence`; those in a status that is public are for everyone. */
export function onlySeenBy<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  reader: Actor | null,
  privateStatuses: readonly string[],
): void {
  if (reader?.kind === 'AGENCY') return;
  const { sql, parameters } = inMandate(reader, CONCERNS);
  query.andWhere(`(licence.status <> ALL(:private) OR licence.enterprise = :theirs OR ${sql})`, {
    ...parameters,
    private: privateStatuses,
    theirs: reader?.party ?? null,
  });
}
