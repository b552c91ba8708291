import { validOn } from '@concord/government';
import { minorUnits } from '@concord/kernel';
import { covers, reaches } from '@concord/reference-data';
import { check, directionOf, type PlacedRequirement, type TradeFacts } from '@concord/rules';
import type { HeldLicence, RegisteredSeller } from './admission.tables.js';
import { recorded } from './recorded-facts.js';
import type { TransactionChecked, TransactionOpened } from './transaction.events.js';
import { requirementsInForce, type WatchedNorm } from './watched-norm.js';

type Opened = TransactionOpened['data'];

/** What the log knew, at the place where the transaction was opened. */
export interface Known {
  /** Norms of the places that the goods leave and reach. */
  readonly norms: readonly WatchedNorm[];
  /** Undefined where the seller is not registered as an enterprise. */
  readonly seller: RegisteredSeller | undefined;
  /** The seller's licences. */
  readonly licences: readonly HeldLicence[];
}

/** The requirements in force on the day for this way of the goods, in the order of the norms and their texts. */
export const requirementsFor = (norms: readonly WatchedNorm[], opened: Opened): PlacedRequirement[] =>
  norms.flatMap((norm) => {
    const direction = directionOf(norm.jurisdiction, opened);
    return direction ? requirementsInForce(norm, opened.openedOn).filter(({ requirement }) => requirement.direction === direction) : [];
  });

/** The seller's licences that hold at the destination on the day and cover at least one line. */
export const licencesFor = (licences: readonly HeldLicence[], { destination, openedOn, lines }: Opened): HeldLicence[] =>
  licences.filter(
    (licence) =>
      reaches(licence.jurisdiction, destination) &&
      validOn(licence, openedOn) &&
      lines.some(({ hsCode }) => licence.hsCodes.some((code) => covers(code, hsCode))),
  );

function factsOf(opened: Opened, seller: RegisteredSeller | undefined, licences: readonly HeldLicence[]): TradeFacts {
  const { kind, origin, destination, currency, documents, openedOn, total } = opened;
  const lines = opened.lines.map(({ hsCode, quantity, unitPrice }) => ({
    hsCode,
    quantity: BigInt(quantity),
    unitPriceMinorUnits: minorUnits({ amount: unitPrice, currency }),
  }));
  const licensed = lines.every(({ hsCode }) => licences.some(({ hsCodes }) => hsCodes.some((code) => covers(code, hsCode))));
  return {
    transaction: { kind, origin, destination, currency, valueMinorUnits: minorUnits(total), lines, documents, openedOn },
    seller: {
      party: opened.seller,
      jurisdiction: seller?.country ?? '',
      registered: seller !== undefined,
      operationMode: seller?.operationMode ?? '',
      licensed,
    },
    buyer: { party: opened.buyer },
  };
}

/** Checks a transaction against what was known when it was opened: what is to be recorded of it. Pure. */
export function checked(opened: Opened, { norms, seller, licences }: Known): TransactionChecked['data'] {
  const requirements = requirementsFor(norms, opened);
  const covering = licencesFor(licences, opened);
  const facts = factsOf(opened, seller, covering);
  return {
    ...check(requirements, facts),
    licences: covering.map(({ id }) => id),
    facts: recorded(facts),
    requirementsConsidered: requirements.map(({ normId, version, eId }) => ({ normId, version, eId })),
  };
}
