import { type ComplaintFiled, complaintEvents } from '@concord/consumer';
import { registrationFacts } from '@concord/enterprise';
import {
  type CommentSubmitted,
  commentEvents,
  type LicenceAppliedFor,
  licenceCoverage,
  licenceEvents,
  type NormAmended,
  type NormDrafted,
  normEvents,
  normTimeline,
} from '@concord/government';
import { partyFacts } from '@concord/identity';
import { objectOf, type Position, pick, type Recorded, streamOf } from '@concord/kernel';
import { PositionColumn, type Projection, rows } from '@concord/projections';
import { type TransactionChecked, type TransactionOpened, transactionEvents, transactionFacts } from '@concord/trade';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { procedureNamedIn } from '../explain/procedure-version.js';
import type { DossierKind, Relation } from './dossier-kind.js';

/** One object whose history belongs into a dossier. */
@Entity({ schema: 'insight_dossiers', name: 'part' })
export class DossierPart {
  @PrimaryColumn('text')
  kind!: DossierKind;

  /** What the dossier is about. */
  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('text')
  stream!: string;

  @Column('text')
  relation!: Relation;

  /** The position of the event that brought it in. */
  @PositionColumn()
  since!: Position;

  /** Its events up to here count, inclusive; null: all of them. What a norm became later did not govern the transaction. */
  @PositionColumn({ nullable: true })
  until!: Position | null;
}

type DossierEvent =
  | TransactionOpened
  | TransactionChecked
  | ComplaintFiled
  | LicenceAppliedFor
  | NormDrafted
  | NormAmended
  | CommentSubmitted;

const PROCEDURE = { name: 'consumer.procedure' };

/** The parts that an event brings into dossiers. */
function partsOf(event: Recorded<DossierEvent>): readonly DossierPart[] {
  const { stream: own, position } = event;
  const into =
    (kind: DossierKind, subject: string) =>
    (relation: Relation, stream: string, until: Position | null = null): DossierPart => ({
      ...{ kind, subject, stream, relation, since: position, until },
    });
  const id = objectOf(event);
  switch (event.type) {
    case 'trade.transaction.TransactionOpened': {
      const { seller, buyer, kind } = event.data;
      const dossier = into('TRANSACTION', id);
      return [
        dossier('TRANSACTION', own),
        dossier('SELLER', streamOf(partyFacts, seller), position),
        dossier('BUYER', streamOf(partyFacts, buyer), position),
        dossier('REGISTRATION', streamOf(registrationFacts, seller), position),
        into('ENTERPRISE', seller)('TRANSACTION', own),
        // Among businesses the buyer has a dossier, too.
        ...(kind === 'B2B' ? [into('ENTERPRISE', buyer)('TRANSACTION', own)] : []),
      ];
    }
    case 'trade.transaction.TransactionChecked': {
      const { requirementsConsidered, licences, facts } = event.data;
      const norms = [...new Set(requirementsConsidered.map(({ normId }) => normId))];
      return [
        ...norms.flatMap((normId) => [
          into('TRANSACTION', id)('NORM', streamOf(normTimeline, normId), position),
          into('ENTERPRISE', facts.seller.party)('NORM', streamOf(normTimeline, normId), position),
          into('NORM', normId)('TRANSACTION', own),
        ]),
        ...licences.map((licenceId) => into('TRANSACTION', id)('LICENCE', streamOf(licenceCoverage, licenceId), position)),
      ];
    }
    case 'consumer.complaint.ComplaintFiled': {
      const { transactionId, complainant, respondent, deadlineRule } = event.data;
      const dossier = into('COMPLAINT', id);
      const procedure = procedureNamedIn(deadlineRule);
      return [
        into('TRANSACTION', transactionId)('COMPLAINT', own),
        into('ENTERPRISE', respondent)('COMPLAINT', own),
        dossier('COMPLAINT', own),
        dossier('TRANSACTION', streamOf(transactionFacts, transactionId)),
        dossier('SELLER', streamOf(partyFacts, respondent), position),
        dossier('BUYER', streamOf(partyFacts, complainant), position),
        ...(procedure ? [dossier('PROCEDURE', streamOf(PROCEDURE, procedure.id), position)] : []),
      ];
    }
    case 'government.licence.LicenceAppliedFor':
      return [into('ENTERPRISE', event.data.enterprise)('LICENCE', own)];
    case 'government.norm.NormDrafted':
      return [into('NORM', id)('AGENCY', streamOf(partyFacts, event.data.agency), position)];
    case 'government.norm.NormAmended':
      return event.data.by === null ? [] : [into('NORM', id)('AMENDING_NORM', streamOf(normTimeline, event.data.by), position)];
    case 'government.comment.CommentSubmitted':
      return [into('NORM', event.data.normId)('COMMENT', own)];
  }
}

/** A norm that governs one transaction after the other of an enterprise counts as long as it goes on doing so. */
const extended = (row: DossierPart, until: Position): DossierPart =>
  row.kind === 'ENTERPRISE' && row.relation === 'NORM' ? { ...row, until } : row;

/** Which histories belong together: everything that any party did about a transaction, an enterprise, a norm or a complaint. */
export const dossiers: Projection = {
  name: 'insight.dossiers',
  version: 2,
  tables: [
    rows<DossierPart, DossierEvent>({
      entity: DossierPart,
      events: {
        ...pick(transactionEvents, 'trade.transaction.TransactionOpened', 'trade.transaction.TransactionChecked'),
        ...pick(complaintEvents, 'consumer.complaint.ComplaintFiled'),
        ...pick(licenceEvents, 'government.licence.LicenceAppliedFor'),
        ...pick(normEvents, 'government.norm.NormDrafted', 'government.norm.NormAmended'),
        ...pick(commentEvents, 'government.comment.CommentSubmitted'),
      },
      keys: (event) => partsOf(event).map(({ kind, subject, stream }) => [kind, subject, stream]),
      evolve: (row, event, [kind, subject, stream]) =>
        row
          ? extended(row, event.position)
          : partsOf(event).find((part) => part.kind === kind && part.subject === subject && part.stream === stream),
    }),
  ],
  indexes: ['CREATE INDEX ON part (kind, subject, since, stream)'],
};
