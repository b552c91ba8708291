import type { PartyFacts } from '@concord/identity';
import type { Actor, Duration } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AdoptProcedure, ReviseProcedure } from './procedure.commands.js';
import type { ProcedureAdopted, ProcedureRevised } from './procedure.events.js';
import { procedure } from './procedure.js';

const agency: Actor = { person: 'ana', party: 'de-market', kind: 'AGENCY', roles: ['OFFICER'] };
const agencyOf = (jurisdiction: string): PartyFacts => ({ registered: true, kind: 'AGENCY', jurisdiction });
const acting = { actor: agency, facts: agencyOf('DE') };

const names = [{ language: 'de', text: 'Beschwerden' }];
const adopted: ProcedureAdopted = {
  type: 'consumer.procedure.ProcedureAdopted',
  data: { agency: 'de-market', jurisdiction: 'DE', names, answerWithin: 'P10D' as Duration },
};
const revised = (version: number, answerWithin: string): ProcedureRevised => ({
  type: 'consumer.procedure.ProcedureRevised',
  data: { version, names, answerWithin: answerWithin as Duration },
});

const adopt = (body: Partial<AdoptProcedure> = {}) =>
  Object.assign(new AdoptProcedure(), { procedureId: 'fast', names, jurisdiction: 'DE', answerWithin: 'P10D', ...body });
const revise = (body: Partial<ReviseProcedure>) => Object.assign(new ReviseProcedure(), { procedureId: 'fast', ...body });

describe('A procedure', () => {
  it('is adopted by an agency for its jurisdiction', () => {
    given(procedure).when(adopt(), acting).then(adopted);
  });

  it('is adopted by an agency of a bloc for one of its countries', () => {
    given(procedure)
      .when(adopt(), { actor: agency, facts: agencyOf('EU') })
      .then(adopted);
  });

  it('is not adopted for places where the agency does not govern', () => {
    for (const jurisdiction of ['FR', 'EU']) {
      given(procedure).when(adopt({ jurisdiction }), acting).thenRejected('NOT_COMPETENT', 'jurisdiction');
    }
  });

  it('is refused under an id that is taken', () => {
    given(procedure, adopted).when(adopt(), acting).thenRejected('PROCEDURE_EXISTS', 'procedureId');
  });

  it.each(['PT1S', 'PT24H', 'P15D', 'P1Y', 'P12M'])('may ask for an answer within %s', (answerWithin) => {
    given(procedure)
      .when(adopt({ answerWithin }), acting)
      .then({ ...adopted, data: { ...adopted.data, answerWithin: answerWithin as Duration } });
  });

  it.each(['P0D', 'PT0.5S', 'P366D', 'P13M', 'P9000Y'])('may not ask for an answer within %s', (answerWithin) => {
    given(procedure).when(adopt({ answerWithin }), acting).thenRejected('DURATION_OUT_OF_BOUNDS', 'answerWithin');
    given(procedure, adopted).when(revise({ answerWithin }), acting).thenRejected('DURATION_OUT_OF_BOUNDS', 'answerWithin');
  });

  it('is revised by its agency, version by version; what is left out or null stays as it is', () => {
    given(procedure, adopted)
      .when(revise({ answerWithin: 'P20D' }), acting)
      .then(revised(2, 'P20D'))
      .when(revise({ answerWithin: null, names: [{ language: 'de', text: 'Reklamationen' }] }), acting)
      .then({ ...revised(3, 'P20D'), data: { ...revised(3, 'P20D').data, names: [{ language: 'de', text: 'Reklamationen' }] } });
  });

  it('stays as it is where the revision changes nothing', () => {
    given(procedure, adopted)
      .when(revise({ answerWithin: 'P10D' }), acting)
      .thenNothing();
  });

  it('is revised by nobody else', () => {
    given(procedure, adopted)
      .when(revise({ answerWithin: 'P20D' }), { actor: { ...agency, party: 'fr-market' } })
      .thenRejected('NOT_YOURS');
  });

  it('has to be there to be revised', () => {
    given(procedure)
      .when(revise({ answerWithin: 'P20D' }), acting)
      .thenRejected('PROCEDURE_NOT_FOUND', 'procedureId');
  });
});

test('a procedure without a name, for no place, or with no duration is refused', () => {
  const faults = (body: object) => validateSync(plainToInstance(AdoptProcedure, { ...adopt(), ...body })).map(({ property }) => property);
  expect(faults({})).toEqual([]);
  expect(faults({ names: [] })).toEqual(['names']);
  expect(faults({ names: [{ language: 'de', text: 'x'.repeat(301) }] })).toEqual(['names']);
  expect(faults({ jurisdiction: 'Germany' })).toEqual(['jurisdiction']);
  expect(faults({ answerWithin: '15 days' })).toEqual(['answerWithin']);
});
