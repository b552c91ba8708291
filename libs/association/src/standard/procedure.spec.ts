import { ballotAt, type Move, PROCEDURES } from './procedure.js';
import { STAGES } from './standard.events.js';

const { FAST_TRACK, ISO_IEC } = PROCEDURES;

describe('The ballot at a stage', () => {
  it('of FAST_TRACK is the one that publishes, until there is a review', () => {
    expect(ballotAt(FAST_TRACK, 'DIS')).toEqual({ rule: 'ISO_IEC_DIS', to: ['PUBLISHED'] });
    for (const stage of ['NP', 'WD', 'CD', 'FDIS', 'PUBLISHED', 'CONFIRMED', 'REVISED', 'WITHDRAWN'] as const) {
      expect(ballotAt(FAST_TRACK, stage)).toBeUndefined();
    }
  });

  it('of ISO_IEC is that on the proposal, on the draft, and on the final draft, each by its rule', () => {
    expect(ballotAt(ISO_IEC, 'NP')).toEqual({ rule: 'ISO_IEC_NP', to: ['WD'] });
    expect(ballotAt(ISO_IEC, 'DIS')).toEqual({ rule: 'ISO_IEC_DIS', to: ['FDIS'] });
    expect(ballotAt(ISO_IEC, 'FDIS')).toEqual({ rule: 'ISO_IEC_FDIS', to: ['PUBLISHED'] });
    for (const stage of ['WD', 'CD'] as const) expect(ballotAt(ISO_IEC, stage)).toBeUndefined();
  });

  it.each(Object.values(PROCEDURES))('of $name in a review is on what was proposed', (procedure) => {
    expect(ballotAt(procedure, 'REVIEW')).toEqual({ rule: 'SIMPLE_MAJORITY', to: ['CONFIRMED', 'REVISED', 'WITHDRAWN'] });
    expect(ballotAt(procedure, 'REVIEW', 'REVISED')).toEqual({ rule: 'SIMPLE_MAJORITY', to: ['REVISED'] });
    expect(ballotAt(procedure, 'REVIEW', 'PUBLISHED')).toBeUndefined();
  });
});

describe.each(Object.values(PROCEDURES))('The procedure $name', ({ moves }) => {
  const count = (same: (move: Move) => boolean) => moves.filter(same).length;

  it('has each move once, with a rule where it is by ballot', () => {
    for (const { from, to, by, rule } of moves) {
      expect(count((move) => move.from === from && move.to === to)).toBe(1);
      expect(rule !== null).toBe(by === 'BALLOT');
    }
  });

  it('leads from the proposal to every end, and on from every stage but the last', () => {
    const reached = new Set<string>(['NP']);
    for (const _ of STAGES) for (const { from, to } of moves) if (reached.has(from)) reached.add(to);
    expect([...reached]).toEqual(expect.arrayContaining(['PUBLISHED', 'REVIEW', 'CONFIRMED', 'REVISED', 'WITHDRAWN']));
    for (const stage of reached) expect(count(({ from }) => from === stage) > 0).toBe(stage !== 'WITHDRAWN');
  });
});
