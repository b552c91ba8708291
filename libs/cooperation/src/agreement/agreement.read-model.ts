import { CalendarDateScalar, Node } from '@concord/graphql';
import { type CalendarDate, objectOf, type Recorded } from '@concord/kernel';
import { DateColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ConsentKindEnum } from './agreement.commands.js';
import { type AgreementEvent, agreementEvents, type ConsentKind } from './agreement.events.js';
import { agreementParties, type ContractingParty as ContractingPartyData } from './agreement-parties.js';
import type { EntryFormula as EntryFormulaData, EntryRule as EntryRuleData } from './entry-into-force.js';

@ObjectType({ description: 'From a deposit to the day on which its effect begins.' })
export class EntryRule {
  @Field(() => String, { description: 'The waiting period after the day of the deposit, by ISO 8601.' })
  waiting!: string;

  @Field(() => Boolean, { description: 'Whether the effect begins on the first day of the month after the one in which the period ends.' })
  firstDayOfNextMonth!: boolean;

  @Field(() => Boolean, { description: 'Whether the effect begins on the day after the period instead of on its last day.' })
  dayAfter!: boolean;
}

@ObjectType({ description: 'When an agreement enters into force.' })
export class EntryFormula extends EntryRule {
  @Field(() => Int, { description: 'How many jurisdictions have to deposit their consent.' })
  deposits!: number;

  @Field(() => [String], { description: 'The jurisdictions whose deposit is needed in any case.' })
  requiredJurisdictions!: readonly string[];
}

@ObjectType({ description: 'A signature under an agreement.' })
export class AgreementSignature {
  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, that signed.' })
  jurisdiction!: string;

  @Field(() => String, { description: 'The agency that signed for it.' })
  agency!: string;

  @Field(() => Boolean, { description: 'Whether the signature is the consent to be bound; otherwise it is subject to ratification.' })
  definitive!: boolean;

  @Field(() => CalendarDateScalar, { description: 'The day of the signature, in UTC.' })
  signedOn!: CalendarDate;
}

@ObjectType({ description: 'A jurisdiction that has consented to be bound, whether or not the agreement is in force.' })
export class ContractingParty implements ContractingPartyData {
  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc.' })
  jurisdiction!: string;

  @Field(() => String, { description: 'The agency that deposited its consent.' })
  agency!: string;

  @Field(() => ConsentKindEnum, { description: 'The act by which it consented.' })
  kind!: ConsentKind;

  @Field(() => CalendarDateScalar, { description: 'The day of the deposit, in UTC.' })
  depositedOn!: CalendarDate;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day on which the agreement is in force for it, and it is a party; null while that is not determined.',
  })
  inForceFrom!: CalendarDate | null;
}

@ObjectType({ implements: () => [Node], description: 'An instrument between agencies of different jurisdictions.' })
@Entity({ schema: 'cooperation_agreements', name: 'agreement' })
export class Agreement implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The agency that keeps it: the one that recorded its adoption.' })
  @Column('text')
  agency!: string;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  @JsonColumn()
  titles!: readonly LocalizedText[];

  @Field(() => [LocalizedText], { description: 'The text that was adopted, once for each language; the first is the authentic one.' })
  @JsonColumn()
  text!: readonly LocalizedText[];

  @Field(() => CalendarDateScalar, { description: 'The day of its adoption, in UTC.' })
  @DateColumn()
  adoptedOn!: CalendarDate;

  @Field(() => [String], { description: 'The jurisdictions that may sign and consent.' })
  @TextArrayColumn()
  invited!: readonly string[];

  @Field(() => Boolean, { description: 'Whether jurisdictions that are not invited may accede.' })
  @Column('boolean')
  openToAccession!: boolean;

  @Field(() => EntryFormula, { description: 'When it enters into force.' })
  @JsonColumn()
  formula!: EntryFormulaData;

  @Field(() => EntryRule, { description: 'From when one is bound who consents after the formula was met.' })
  @JsonColumn()
  laterPartyRule!: EntryRuleData;

  @Field(() => [AgreementSignature], { description: 'Who signed, in the order of the log.' })
  @JsonColumn()
  signatures!: readonly AgreementSignature[];

  @Field(() => [ContractingParty], { description: 'Who has consented to be bound, in the order of the deposits.' })
  @JsonColumn()
  contractingParties!: readonly ContractingParty[];

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day in force, computed from its own formula; null while the formula is not met.',
  })
  @DateColumn({ nullable: true })
  entryIntoForceOn!: CalendarDate | null;

  /** Every jurisdiction that is invited or has consented: what the list is searched by. */
  @TextArrayColumn()
  jurisdictions!: readonly string[];
}

const signaturesAfter = (row: Agreement, event: AgreementEvent): readonly AgreementSignature[] =>
  event.type === 'cooperation.agreement.AgreementSigned' ? [...row.signatures, event.data] : row.signatures;

function evolve(row: Agreement | undefined, event: Recorded<AgreementEvent>): Agreement | undefined {
  if (event.type === 'cooperation.agreement.AgreementAdopted') {
    const parties = { contractingParties: [], entryIntoForceOn: null, signatures: [], jurisdictions: event.data.invited };
    return { id: objectOf(event), ...event.data, ...parties };
  }
  if (!row) return undefined;
  const { contractingParties, entryIntoForceOn } = agreementParties.evolve({ adopted: true, ...row }, event as never);
  const jurisdictions = [...new Set([...row.invited, ...contractingParties.map(({ jurisdiction }) => jurisdiction)])];
  return { ...row, signatures: signaturesAfter(row, event), contractingParties, entryIntoForceOn, jurisdictions };
}

/** Every agreement, with who has signed, who has consented, and from when it binds whom. */
export const agreements: Projection = {
  name: 'cooperation.agreements',
  version: 1,
  tables: [rows<Agreement, AgreementEvent>({ entity: Agreement, events: agreementEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: ['CREATE INDEX ON agreement USING gin (jurisdictions)'],
};
