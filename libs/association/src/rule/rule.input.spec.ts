import { isRejection } from '@concord/kernel';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { BUILT_IN_RULES, withQuorum } from './built-in.js';
import { BallotRuleInput, ruleOf } from './rule.input.js';

const share = (numerator: number, denominator: number) => ({ numerator, denominator });
const inFavour = { name: 'IN_FAVOUR', of: 'ALL', votes: 'IN_FAVOUR', comparison: 'AT_LEAST', share: share(3, 5), outOf: 'DECIDED' };
const own = { name: 'THREE_FIFTHS', source: 'Statutes, section 12', criteria: [inFavour] };

const inputOf = (plain: object): BallotRuleInput => plainToInstance(BallotRuleInput, plain);
/** As the platform takes it: fields first, then the rule. */
function taken(plain: object) {
  expect(validateSync(inputOf(plain))).toEqual([]);
  const rule = ruleOf(inputOf(plain));
  return isRejection(rule) ? [rule.code, rule.detail.field, rule.detail.value] : rule;
}

describe('The input of a rule', () => {
  it('names one that is built in', () => {
    expect(taken({ builtIn: 'ISO_IEC_DIS' })).toEqual(BUILT_IN_RULES.ISO_IEC_DIS);
    expect(taken({ builtIn: 'ISO_IEC_DIS', own: null, quorum: null })).toEqual(BUILT_IN_RULES.ISO_IEC_DIS);
  });

  it('gives it a quorum', () => {
    expect(taken({ builtIn: 'SIMPLE_MAJORITY', quorum: share(1, 2) })).toEqual(withQuorum(BUILT_IN_RULES.SIMPLE_MAJORITY, share(1, 2)));
  });

  it('may raise the quorum that a built-in rule has, and not lower it', () => {
    expect(taken({ builtIn: 'IEEE_SA', quorum: share(4, 5) })).toMatchObject({ quorum: { share: share(4, 5) }, negativesMayTurn: true });
    expect(taken({ builtIn: 'IEEE_SA', quorum: share(74, 100) })).toEqual(['RULE_MALFORMED', 'rule.quorum', '74/100']);
  });

  it('says one of your own, and the platform the rest of it', () => {
    expect(taken({ own })).toEqual({
      name: 'THREE_FIFTHS',
      source: 'Statutes, section 12',
      leavesOut: [],
      quorum: null,
      criteria: [{ kind: 'SHARE', ...inFavour }],
      balance: null,
      extension: null,
      negativesMayTurn: false,
      appealTerm: 'P30D',
    });
  });

  it('says all of one of your own', () => {
    const quorum = { name: 'TEN', of: 'ALL', votes: 'RETURNED', comparison: 'AT_LEAST', numbers: [{ fromRoll: 0, number: 10 }] };
    const whole = {
      leavesOut: ['ABSTENTION'],
      balance: share(1, 2),
      extension: { by: 'P7D', times: 2 },
      negativesMayTurn: true,
      appealTerm: 'P2M',
    };
    expect(taken({ own: { ...own, ...whole, quorum } })).toMatchObject({ ...whole, quorum: { kind: 'NUMBER', ...quorum } });
  });

  it.each<[string, object, string, string, unknown]>([
    ['neither', {}, 'RULE_MALFORMED', 'rule', null],
    ['both', { builtIn: 'IEEE_SA', own }, 'RULE_MALFORMED', 'rule.own', 'THREE_FIFTHS'],
    ['a built-in name for its own', { own: { ...own, name: 'IEEE_SA' } }, 'RULE_MALFORMED', 'rule.own.name', 'IEEE_SA'],
    ['a quorum above the electorate', { builtIn: 'UNANIMITY', quorum: share(3, 2) }, 'RULE_CANNOT_BE_MET', 'rule.quorum', '3/2'],
    [
      'the quorum twice',
      { own: { ...own, quorum: { ...inFavour, name: 'Q' } }, quorum: share(1, 2) },
      'RULE_MALFORMED',
      'rule.quorum',
      '1/2',
    ],
    ['no share', { own: { ...own, criteria: [{ ...inFavour, share: null }] } }, 'RULE_MALFORMED', 'rule.own.criteria.0', 'outOf'],
    [
      'a share and a number',
      { own: { ...own, quorum: { ...inFavour, numbers: [{ fromRoll: 0, number: 1 }] } } },
      'RULE_MALFORMED',
      'rule.own.quorum',
      'share, outOf, numbers',
    ],
    [
      'what cannot be met',
      { own: { ...own, criteria: [{ ...inFavour, share: share(6, 5) }] } },
      'RULE_CANNOT_BE_MET',
      'rule.own.criteria.0.share',
      '6/5',
    ],
  ])('that says %s is refused', (_, plain, code, field, value) => {
    expect(taken(plain)).toEqual([code, field, value]);
  });

  it.each<[string, object]>([
    ['a rule that is none', { builtIn: 'COIN_TOSS' }],
    ['a denominator of 0', { builtIn: 'IEEE_SA', quorum: share(1, 0) }],
    ['a share of halves', { builtIn: 'IEEE_SA', quorum: share(0.5, 1) }],
    ['a source of a million characters', { own: { ...own, source: 'x'.repeat(1_000_000) } }],
    ['too many criteria', { own: { ...own, criteria: Array(21).fill(inFavour) } }],
    ['no criterion', { own: { ...own, criteria: [] } }],
    ['a measure that is none', { own: { ...own, criteria: [{ ...inFavour, votes: 'PRAYERS' }] } }],
    ['a term that is none', { own: { ...own, appealTerm: 'soon' } }],
  ])('with %s is no input', (_, plain) => {
    expect(validateSync(inputOf(plain)).length).toBeGreaterThan(0);
  });
});
