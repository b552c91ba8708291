import type { Actor } from './actor.js';
import { type Concern, covers, eyesOn, type Mandate, type MandateScope, mandatesOverAll } from './mandate.js';

const sale: Concern = { stream: 'trade.transaction/sale', parties: ['shop', 'eva'], jurisdictions: ['CN', 'DE'] };
const mandate = (scope: Partial<MandateScope>, within: Mandate['within'] = null): Mandate => ({
  id: 'mandate',
  grantor: 'somebody',
  purpose: 'A case',
  purposeEachTime: false,
  scope: { everything: false, jurisdictions: [], parties: [], aggregates: [], objects: [], ...scope },
  within,
});
const auditor = (...mandates: readonly Mandate[]): Actor => ({
  person: 'al',
  party: 'court',
  kind: 'AUDITOR',
  roles: ['READER'],
  mandates,
});

describe('A mandate covers an object', () => {
  it.each<[string, Partial<MandateScope>, boolean]>([
    ['everything', { everything: true }, true],
    ['its jurisdiction', { jurisdictions: ['DE'] }, true],
    ['another jurisdiction', { jurisdictions: ['US'] }, false],
    ['one of its parties', { parties: ['eva'] }, true],
    ['another party', { parties: ['ana'] }, false],
    ['its kind', { aggregates: ['trade.transaction'] }, true],
    ['a kind whose name begins alike', { aggregates: ['trade.trans'] }, false],
    ['itself', { objects: ['trade.transaction/sale'] }, true],
    ['an object whose name begins alike', { objects: ['trade.transaction/sale-2'] }, false],
    ['nothing', {}, false],
  ])('when it names %s', (_, scope, covered) => expect(covers(mandate(scope), sale)).toBe(covered));

  it('of an agency only where that is concerned, or its jurisdiction', () => {
    const within = (party: string, ...jurisdictions: string[]) => covers(mandate({ everything: true }, { party, jurisdictions }), sale);
    expect([within('de-customs', 'DE'), within('shop', 'US'), within('us-cpsc', 'US')]).toEqual([true, true, false]);
  });
});

describe('The eyes of a reader', () => {
  it('are those of the public for an auditor whom no mandate lets in', () => {
    const covered = auditor(mandate({ parties: ['eva'] }));
    expect([auditor(), auditor(mandate({ parties: ['ana'] })), covered].map((reader) => eyesOn(reader, sale))).toEqual([
      null,
      null,
      covered,
    ]);
  });

  it('are its own for anything that concerns itself, and for whoever is no auditor', () => {
    expect(eyesOn(auditor(), { ...sale, parties: ['court'] })).toEqual(auditor());
    const agency: Actor = { person: 'ada', party: 'de-customs', kind: 'AGENCY', roles: [] };
    expect(eyesOn(agency, sale)).toBe(agency);
    expect(eyesOn(null, sale)).toBeNull();
  });

  it('are no better for somebody else who carries mandates', () => {
    expect(mandatesOverAll({ ...auditor(mandate({ everything: true })), kind: 'ENTERPRISE' }, 'trade.transaction')).toEqual([]);
  });
});

it('A sum over all objects of a kind takes a mandate for all of them', () => {
  const over = (...mandates: readonly Mandate[]) => mandatesOverAll(auditor(...mandates), 'trade.transaction').length > 0;
  expect(over(mandate({ everything: true }))).toBe(true);
  expect(over(mandate({ aggregates: ['trade.transaction'] }))).toBe(true);
  expect(over(mandate({ jurisdictions: ['DE'] }), mandate({ aggregates: ['consumer.complaint'] }))).toBe(false);
  expect(over(mandate({ everything: true }, { party: 'de-customs', jurisdictions: ['DE'] }))).toBe(false);
});
