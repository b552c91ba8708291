import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { IsHandle, IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AdoptProcedure, ReviseProcedure } from './procedure.commands.js';
import { ComplaintProcedure, procedures } from './procedure.read-model.js';

export const procedureObject = governed({
  object: ComplaintProcedure,
  field: 'complaintProcedure',
  projection: procedures,
  commands: [
    [AdoptProcedure, 'Adopts a procedure for complaints.'],
    [ReviseProcedure, 'Revises a procedure for complaints.'],
  ],
});
const ProcedureConnection = Connection(ComplaintProcedure);

@ArgsType()
export class ProceduresArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'Procedures of this country (ISO 3166-1 alpha-2) or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => ID, { nullable: true, description: 'Procedures of this agency.' })
  @IsOptional()
  @IsHandle()
  agency?: string;
}

@Resolver(() => ComplaintProcedure)
export class ProcedureResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => ProcedureConnection, { description: 'Procedures for complaints, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(procedures)
  complaintProcedures(@Args() { jurisdiction, agency, ...page }: ProceduresArgs): Promise<Page<ComplaintProcedure>> {
    const found = this.dataSource.getRepository(ComplaintProcedure).createQueryBuilder('procedure');
    if (jurisdiction) found.andWhere('procedure.jurisdiction = :jurisdiction', { jurisdiction });
    if (agency) found.andWhere('procedure.agency = :agency', { agency });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
