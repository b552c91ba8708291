import { badInput, ConcordError } from '@concord/graphql';
import { type Difference, differenceHtml, differenceOf, PROVISION_CHANGES, type Text, textOfVersion } from '@concord/legal-text';
import { isLanguageTag, LANGUAGE_RULE } from '@concord/reference-data';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Norm } from '../norm/norm.read-model.js';
import { textShown } from '../norm/norm.shown.js';
import { NormDifference, type ProvisionDifference, TextPoint } from './difference.type.js';

/** What comparing two texts costs, in fields: some tenths of a second at most. */
const COST = 200;

interface NumberedText {
  readonly version: number;
  readonly text: Text;
}

/** The version that holds on a day. */
function versionOnDay(norm: Norm, { on, knownAt }: TextPoint, field: string): number {
  if (!on) throw badInput(`${field}: either a version or a day is asked for`, { field, rule: 'either version or on' });
  const shown = textShown(norm, on, knownAt ?? undefined);
  if (shown) return shown.version;
  throw new ConcordError('NOT_IN_FORCE', `The norm ${norm.id} is not in force on ${on}, as far as was known`, {
    field: `${field}.on`,
    value: on,
  });
}

/** @throws ConcordError BAD_INPUT, NOT_IN_FORCE, NO_SUCH_VERSION */
function textAt(norm: Norm, point: TextPoint, field: string): NumberedText {
  const { version: asked, on, knownAt } = point;
  if (asked != null && (on || knownAt)) {
    throw badInput(`${field}: a version is the same on every day and at every time`, { field, rule: 'either version or on' });
  }
  const version = asked ?? versionOnDay(norm, point, field);
  const found = norm.known.length > 0 ? textOfVersion(norm.state.timeline, version) : undefined;
  if (found) return { version, text: found.text };
  throw new ConcordError('NO_SUCH_VERSION', `The norm ${norm.id} has no version ${version}`, { field: `${field}.version`, value: version });
}

const shownDifference = (from: number, to: number, difference: Difference, language: string | undefined): NormDifference => ({
  from,
  to,
  coarse: difference.coarse,
  counts: PROVISION_CHANGES.map((change) => ({ change, provisions: difference.counts[change] })),
  provisions: difference.provisions.filter(({ changes }) => !changes.includes('UNCHANGED')) as ProvisionDifference[],
  get html() {
    return differenceHtml(difference, language).toString();
  },
});

/** What of a norm changed between any two of its texts. */
@Resolver(() => Norm)
export class DifferenceResolver {
  @ResolveField(() => NormDifference, {
    complexity: ({ childComplexity }: { readonly childComplexity: number }) => COST + childComplexity,
    description: 'What changed between two texts of the norm, by provision and word by word, in either direction of time.',
  })
  difference(
    @Parent() norm: Norm,
    @Args('from', { description: 'The text from which the difference is told.' }) from: TextPoint,
    @Args('to', { description: 'The text to which it leads.' }) to: TextPoint,
    @Args('language', {
      type: () => String,
      nullable: true,
      description:
        'For the readers of this language (BCP 47); what is not in it, they read in the authentic one. Left out: in all languages.',
    })
    language?: string | null,
  ): NormDifference {
    if (language != null && !isLanguageTag(language)) {
      throw badInput(`language: ${LANGUAGE_RULE}`, { field: 'language', value: language, rule: LANGUAGE_RULE });
    }
    const [before, after] = [textAt(norm, from, 'from'), textAt(norm, to, 'to')];
    return shownDifference(
      before.version,
      after.version,
      differenceOf(before.text, after.text, language ?? undefined),
      language ?? undefined,
    );
  }
}
