import { newId, type PartyKind } from '@concord/kernel';
import type { Party } from './client.js';

const LETTERS = 26n;
const A = 'a'.charCodeAt(0);

/** Eight letters that no other run has: they end every id, and are a word that a search finds. */
export function newRun(): string {
  let rest = BigInt(`0x${newId().replaceAll('-', '').slice(-16)}`);
  let letters = '';
  while (letters.length < 8) {
    letters += String.fromCharCode(A + Number(rest % LETTERS));
    rest /= LETTERS;
  }
  return letters;
}

/** Everyone who takes part in one run of the story. */
export function castOf(run: string) {
  const party = (id: string, kind: PartyKind, jurisdiction: string, name: string): Party => ({
    id: `${id}-${run}`,
    kind,
    jurisdiction,
    name,
  });
  return {
    productSafety: party('product-safety', 'AGENCY', 'US', 'Product Safety Agency'),
    customs: party('customs', 'AGENCY', 'CN', 'Customs Administration'),
    singleMarket: party('single-market', 'AGENCY', 'EU', 'Single Market Authority'),
    toyAlliance: party('toy-alliance', 'ASSOCIATION', 'CN', 'Toy Makers Alliance'),
    retailers: party('retailers', 'ASSOCIATION', 'EU', 'Retailers Union'),
    testLab: party('test-lab', 'ENTERPRISE', 'CN', 'Harbour Test Laboratory'),
    magnetWorks: party('magnet-works', 'ENTERPRISE', 'CN', 'Magnet Works'),
    kiteToys: party('kite-toys', 'ENTERPRISE', 'CN', 'Kite Toys'),
    ana: party('ana', 'CONSUMER', 'US', 'Ana'),
    auditor: party('auditor', 'AUDITOR', 'US', 'Audit Court'),
  } as const;
}

export type Cast = ReturnType<typeof castOf>;
