import { type ComplaintFiled, complaintEvents } from '@concord/consumer';
import { registrationFacts } from '@concord/enterprise';
import { licenceCoverage, normTimeline } from '@concord/government';
import { graphqlEnum } from '@concord/graphql';
import { partyFacts } from '@concord/identity';
import { objectOf, type Position, pick, type Recorded, streamOf } from '@concord/kernel';
import { PositionColumn, type Projection, rows } from '@concord/projections';
import { type TransactionChecked, type TransactionOpened, transactionEvents } from '@concord/trade';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an object is to the transaction whose dossier it is part of. */
export const RELATIONS = ['TRANSACTION', 'SELLER', 'BUYER', 'REGISTRATION', 'LICENCE', 'NORM', 'COMPLAINT'] as const;
export type Relation = (typeof RELATIONS)[number];
export const RelationEnum = graphqlEnum('DossierRelation', RELATIONS, 'What an object is to a transaction.');

/** One object whose history belongs into the dossier of a transaction. */
@Entity({ schema: 'insight_dossiers', name: 'part' })
export class DossierPart {
  @PrimaryColumn('text')
  transactionId!: string;

  @PrimaryColumn('text')
  stream!: string;

  @Column('text')
  relation!: Relation;

  /** Its events up to here count, inclusive; null: all of them. What a norm became later did not govern this transaction. */
  @PositionColumn({ nullable: true })
  until!: Position | null;
}

type DossierEvent = TransactionOpened | TransactionChecked | ComplaintFiled;

/** The parts that an event brings into a dossier. */
function partsOf(event: Recorded<DossierEvent>): readonly DossierPart[] {
  const part = (transactionId: string, relation: Relation, stream: string, until: Position | null): DossierPart => ({
    transactionId,
    stream,
    relation,
    until,
  });
  switch (event.type) {
    case 'trade.transaction.TransactionOpened': {
      const { seller, buyer } = event.data;
      const id = objectOf(event);
      return [
        part(id, 'TRANSACTION', event.stream, null),
        part(id, 'SELLER', streamOf(partyFacts, seller), event.position),
        part(id, 'BUYER', streamOf(partyFacts, buyer), event.position),
        part(id, 'REGISTRATION', streamOf(registrationFacts, seller), event.position),
      ];
    }
    case 'trade.transaction.TransactionChecked': {
      const { requirementsConsidered, licences } = event.data;
      const id = objectOf(event);
      return [
        ...[...new Set(requirementsConsidered.map(({ normId }) => normId))].map((normId) =>
          part(id, 'NORM', streamOf(normTimeline, normId), event.position),
        ),
        ...licences.map((licenceId) => part(id, 'LICENCE', streamOf(licenceCoverage, licenceId), event.position)),
      ];
    }
    case 'consumer.complaint.ComplaintFiled':
      return [part(event.data.transactionId, 'COMPLAINT', event.stream, null)];
  }
}

/** Which histories belong together: everything that any party did about a transaction. */
export const dossiers: Projection = {
  name: 'insight.dossiers',
  version: 1,
  tables: [
    rows<DossierPart, DossierEvent>({
      entity: DossierPart,
      events: {
        ...pick(transactionEvents, 'trade.transaction.TransactionOpened', 'trade.transaction.TransactionChecked'),
        ...pick(complaintEvents, 'consumer.complaint.ComplaintFiled'),
      },
      keys: (event) => partsOf(event).map(({ transactionId, stream }) => [transactionId, stream]),
      evolve: (row, event, key) => row ?? partsOf(event).find(({ stream }) => stream === key[1]),
    }),
  ],
};
