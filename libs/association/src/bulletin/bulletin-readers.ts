import { type ConcernColumns, inMandate } from '@concord/graphql';
import { type Actor, eyesOn } from '@concord/kernel';
import type { DataSource, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Committee } from '../committee/committee.read-model.js';
import { PledgeSignatory } from '../pledge/pledge.read-model.js';
import { Bulletin, BulletinAgency } from './bulletin.read-model.js';

/** By what an auditor's mandate covers a bulletin, in rows that are called `bulletin`. */
export const CONCERNS: ConcernColumns = { aggregate: 'association.bulletin', id: 'bulletin.id', parties: ['bulletin.publisher'] };

/** Whether a reader may know who has read a bulletin and who has not: its publisher, and auditors. */
export function maySeeReaders({ id, publisher }: Pick<Bulletin, 'id' | 'publisher'>, reader: Actor | null): boolean {
  const eyes = eyesOn(reader, { stream: `association.bulletin/${id}`, parties: [publisher], jurisdictions: [] });
  return eyes !== null && (eyes.kind === 'AUDITOR' || eyes.party === publisher);
}

/** The rule of `isRecipient`, over rows that are called `bulletin`, and their publisher. */
export function onlySeenBy<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, reader: Actor | null): void {
  const audited = inMandate(reader, CONCERNS);
  const memberOfAny = query
    .subQuery()
    .select('1')
    .from(Committee, 'committee')
    .where('committee.association = bulletin.publisher')
    .andWhere('committee.members @> CAST(:asMember AS jsonb)')
    .getQuery();
  const signatory = query
    .subQuery()
    .select('1')
    .from(PledgeSignatory, 'signatory')
    .where('signatory.pledgeId = bulletin.pledgeId AND signatory.enterprise = :theirs AND signatory.leftAt IS NULL')
    .getQuery();
  const agency = query
    .subQuery()
    .select('1')
    .from(BulletinAgency, 'agency')
    .where(`agency.party = :theirs AND (bulletin.jurisdictions = '{}' OR agency.jurisdictions && bulletin.jurisdictions)`)
    .getQuery();
  query.andWhere(
    `(bulletin.publisher = :theirs
      OR bulletin.members @> ARRAY[CAST(:theirs AS text)]
      OR (bulletin.audienceKind = 'MEMBERS' AND EXISTS ${memberOfAny})
      OR (bulletin.audienceKind = 'SIGNATORIES' AND EXISTS ${signatory})
      OR (bulletin.audienceKind = 'AGENCIES' AND EXISTS ${agency})
      OR ${audited.sql})`,
    {
      ...audited.parameters,
      theirs: reader?.party ?? null,
      asMember: JSON.stringify([{ party: reader?.party ?? null }]),
    },
  );
}

/** The same for one of them. */
export async function maySeeBulletin(bulletin: Bulletin, reader: Actor | null, dataSource: DataSource): Promise<boolean> {
  if (reader === null) return false;
  if (maySeeReaders(bulletin, reader)) return true;
  const found = dataSource.getRepository(Bulletin).createQueryBuilder('bulletin').where('bulletin.id = :id', { id: bulletin.id });
  onlySeenBy(found, reader);
  return (await found.getCount()) > 0;
}
