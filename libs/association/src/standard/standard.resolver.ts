import {
  CalledBy,
  Connection,
  ConnectionArgs,
  governed,
  inOrderOf,
  loaderOf,
  type Page,
  paginate,
  ReadByEveryone,
  type Reader,
  Reads,
} from '@concord/graphql';
import { eyesOn } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { DataSource } from 'typeorm';
import { seesPersons } from '../persons.js';
import {
  AdvanceStandard,
  AppointEditor,
  CancelStandard,
  DismissEditor,
  ProposeStandard,
  StageEnum,
  SubmitDraft,
} from './standard.commands.js';
import { STAGES, type Stage } from './standard.events.js';
import { DraftText, Standard, StandardEditor, StandardSection, standards } from './standard.read-model.js';

export const standardObject = governed({
  object: Standard,
  field: 'standard',
  projection: standards,
  commands: [
    [ProposeStandard, 'Proposes a standard.'],
    [SubmitDraft, 'Submits the next draft of a standard.'],
    [AdvanceStandard, 'Moves a standard to another stage, where the association decides on that.'],
    [CancelStandard, 'Gives up a work item, or a revision.'],
    [AppointEditor, 'Lets a party, or one person of it, submit drafts of a standard.'],
    [DismissEditor, 'Takes the right to submit drafts from a party, or from one person of it.'],
  ],
});
const StandardConnection = Connection(Standard);

@ArgsType()
export class StandardsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Standards of this association.' })
  @IsOptional()
  @IsHandle()
  association?: string;

  @Field(() => ID, { nullable: true, description: 'Standards of this committee.' })
  @IsOptional()
  @IsHandle()
  committeeId?: string;

  @Field(() => StageEnum, { nullable: true, description: 'Standards that have reached this stage.' })
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;
}

@ArgsType()
class DraftArgs {
  @Field(() => Int, { nullable: true, description: 'The number of the draft. Left out: the latest.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
}

type DraftKey = Pick<DraftText, 'standardId' | 'version'>;

/** A draft as a loader can tell it from others; no id has a slash in it. */
const keyOf = ({ standardId, version }: DraftKey): string => `${standardId}/${version}`;

const draftOf = (key: string): DraftKey => {
  const slash = key.indexOf('/');
  return { standardId: key.slice(0, slash), version: Number(key.slice(slash + 1)) };
};

@Resolver(() => Standard)
export class StandardResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => StandardConnection, { description: 'Standards by association, committee and stage, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(standards)
  standards(@Args() { association, committeeId, stage, ...page }: StandardsArgs): Promise<Page<Standard>> {
    const found = this.dataSource.getRepository(Standard).createQueryBuilder('standard');
    if (association) found.andWhere('standard.association = :association', { association });
    if (committeeId) found.andWhere('standard.committeeId = :committeeId', { committeeId });
    if (stage) found.andWhere('standard.stage = :stage', { stage });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => [StandardSection], {
    nullable: true,
    description: 'The sections of a draft, in the order of the text; null when there is no such draft.',
  })
  async text(
    @Parent() { id, drafts }: Standard,
    @Args() { version }: DraftArgs,
    @CalledBy() reader: Reader,
  ): Promise<readonly StandardSection[] | null> {
    const asked = version ?? drafts.at(-1)?.version;
    if (asked === undefined) return null;
    const texts = loaderOf(reader, DraftText, (keys: readonly string[]) => this.textsOf(keys));
    const found = await texts.load(keyOf({ standardId: id, version: asked }));
    return found?.sections ?? null;
  }

  @ResolveField(() => [StandardEditor], { description: 'Who submits drafts beside the association.' })
  editors(@Parent() { id, association, editors }: Standard, @CalledBy() { actor }: Reader): readonly StandardEditor[] {
    const eyes = eyesOn(actor, { stream: `association.standard/${id}`, parties: [association], jurisdictions: [] });
    return editors.map(({ party, person }) => ({
      party,
      onePerson: person !== null,
      person: seesPersons(association, eyes, party) ? person : null,
    }));
  }

  private async textsOf(keys: readonly string[]): Promise<(DraftText | null)[]> {
    return inOrderOf(keys, await this.dataSource.getRepository(DraftText).findBy(keys.map(draftOf)), keyOf);
  }
}
