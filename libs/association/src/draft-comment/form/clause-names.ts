/** What of an eId a person writes: `clause_4__para_2` is 4.2, `annex_a__clause_1` is A.1. */
const numberOf = (eId: string): string =>
  eId
    .split('__')
    .map((step) => step.slice(step.indexOf('_') + 1).replaceAll('_', '.'))
    .join('.')
    .toUpperCase();

/** What stands before a number: "Clause 4.2", "Annex A", "§ 3". */
const BEFORE = /^(sub-?clause|clause|annex|section|sec\.?|§|cl\.?)\s*/i;
const THE_WHOLE = /^(|-|–|—|all|general|gen\.?|ge|whole( document)?|the whole( document)?|entire document)$/i;

/** How the sections of a draft are called in a form. */
export class ClauseNames {
  private readonly byNumber = new Map<string, string | null>();
  private readonly eIds: ReadonlySet<string>;

  constructor(eIds: readonly string[]) {
    this.eIds = new Set(eIds);
    for (const eId of eIds) {
      const number = numberOf(eId);
      // A number that two sections have is none of either.
      this.byNumber.set(number, this.byNumber.has(number) ? null : eId);
    }
  }

  /** The number of a section, where it has one that no other has; otherwise its eId. */
  nameOf(eId: string | null): string {
    if (eId === null) return '';
    const number = numberOf(eId);
    return this.byNumber.get(number) === eId ? number : eId;
  }

  /** The eId that is meant by an eId, a number or a number with a word before it; null: the whole; undefined: nothing of this draft. */
  meantBy(name: string): string | null | undefined {
    if (this.eIds.has(name)) return name;
    for (const number of [name, name.replace(BEFORE, '').replace(/\.$/, '')]) {
      const eId = this.byNumber.get(number.toUpperCase());
      if (eId) return eId;
    }
    return THE_WHOLE.test(name) ? null : undefined;
  }
}
