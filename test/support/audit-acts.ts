import { addToInstant, type Duration, instantOf } from '@concord/kernel';

const inDays = (days: number): string => addToInstant(instantOf(new Date()), `P${days}D` as Duration);

interface Play {
  /** As the operator. */
  issue(command: string, input: object): Promise<unknown>;
  /** As the auditor `audit-court`. */
  ask(query: string): Promise<void>;
}

/** A mandate is granted, extended and revoked, and an auditor reads under it. */
export async function playAudit({ issue, ask }: Play): Promise<void> {
  const mandateId = 'accounts-of-toys';
  await issue('GrantAuditMandate', {
    mandateId,
    auditor: 'audit-court',
    scope: { jurisdictions: ['US'], parties: ['kite-toys'], aggregates: ['trade.transaction'], objects: ['trade.transaction/none'] },
    purpose: 'The accounts of 2026',
    purposeEachTime: true,
    legalBasis: 'Audit Act, section 12',
    until: inDays(30),
  });
  await issue('ExtendAuditMandate', { mandateId, until: inDays(60) });
  await ask('{ auditMandates { totalCount } }');
  await ask('{ transactions { totalCount } }');
  await issue('RevokeAuditMandate', { mandateId, reason: 'The accounts are examined.' });
}
