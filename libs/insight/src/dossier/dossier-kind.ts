import { registrationFacts } from '@concord/enterprise';
import { normTimeline } from '@concord/government';
import { graphqlEnum } from '@concord/graphql';
import { partyFacts } from '@concord/identity';
import { type Actor, membersOf, PARTY_KINDS, streamOf } from '@concord/kernel';
import { transactionFacts } from '@concord/trade';

/** What a dossier is about. */
export const DOSSIER_KINDS = ['TRANSACTION', 'ENTERPRISE', 'NORM', 'COMPLAINT'] as const;
export type DossierKind = (typeof DOSSIER_KINDS)[number];
export const DossierKindEnum = graphqlEnum('DossierKind', DOSSIER_KINDS, 'What a dossier is about.');

/** What an object is to that which a dossier is about. */
export const RELATIONS = [
  'TRANSACTION',
  'SELLER',
  'BUYER',
  'REGISTRATION',
  'LICENCE',
  'NORM',
  'COMPLAINT',
  'ENTERPRISE',
  'AGENCY',
  'COMMENT',
  'AMENDING_NORM',
  'PROCEDURE',
] as const;
export type Relation = (typeof RELATIONS)[number];
export const RelationEnum = graphqlEnum('DossierRelation', RELATIONS, 'What an object is to that which a dossier is about.');

export const COMPLAINT = 'consumer.complaint';

const AGGREGATES: Readonly<Record<DossierKind, string>> = {
  TRANSACTION: transactionFacts.name,
  ENTERPRISE: partyFacts.name,
  NORM: normTimeline.name,
  COMPLAINT,
};

/** The stream without which there is no dossier. */
export const subjectStream = (kind: DossierKind, id: string): string => streamOf({ name: AGGREGATES[kind] }, id);

/** Members of every kind of party but those who run the platform; of which objects is a question of their disclosure. */
export const dossierReaders = membersOf(...PARTY_KINDS.filter((kind) => kind !== 'OPERATOR'));

/** Everything that an enterprise ever traded is for itself and for those who watch over trade, even that there is something. */
export const mayOpen = (kind: DossierKind, id: string, actor: Actor): boolean =>
  kind !== 'ENTERPRISE' || actor.kind === 'AGENCY' || actor.kind === 'AUDITOR' || actor.party === id;

/** The histories that belong to a dossier by its id alone. */
export const ownStreams = (kind: DossierKind, id: string): readonly (readonly [Relation, string])[] => {
  if (kind === 'NORM') return [['NORM', subjectStream(kind, id)]];
  if (kind !== 'ENTERPRISE') return [];
  return [
    ['ENTERPRISE', subjectStream(kind, id)],
    ['REGISTRATION', streamOf(registrationFacts, id)],
  ];
};
