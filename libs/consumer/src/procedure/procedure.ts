import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  type Actor,
  aggregate,
  canonicalJson,
  type DecisionContext,
  type Duration,
  firstRejection,
  ignored,
  type Load,
  lastsBetween,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { type LocalizedText, reaches } from '@concord/reference-data';
import { AdoptProcedure, ReviseProcedure } from './procedure.commands.js';
import { type ProcedureEvent, procedureEvents, type Rules } from './procedure.events.js';

export interface ProcedureState extends Rules {
  /** 0 where there is none. */
  readonly version: number;
  readonly agency: string;
  readonly jurisdiction: string;
}

const initialState: ProcedureState = { version: 0, agency: '', jurisdiction: '', names: [], answerWithin: 'P0D' as Duration };

/** A second at least, for trials and for answers that come from machines; what is fair is the agency's to say. A year is the most that a consumer can be asked to wait. */
function bounded(answerWithin: string): Rejection | undefined {
  if (lastsBetween('PT1S' as Duration, answerWithin as Duration, 'P1Y' as Duration)) return undefined;
  const place = { field: 'answerWithin', value: answerWithin };
  return reject(
    'DURATION_OUT_OF_BOUNDS',
    `${answerWithin} is no time for an answer: it has one second at least, and one year at most`,
    place,
  );
}

const plain = (names: readonly LocalizedText[]): LocalizedText[] => names.map(({ language, text }) => ({ language, text }));

function adopt(command: AdoptProcedure, state: ProcedureState, { actor, facts }: DecisionContext<PartyFacts>): Outcome<ProcedureEvent> {
  const { procedureId, names, jurisdiction, answerWithin } = command;
  return (
    firstRejection(
      state.version === 0
        ? undefined
        : reject('PROCEDURE_EXISTS', 'There is a procedure with this id already', { field: 'procedureId', value: procedureId }),
      facts.registered && reaches(facts.jurisdiction, jurisdiction)
        ? undefined
        : reject(
            'NOT_COMPETENT',
            `${actor.party} is an agency of ${facts.jurisdiction || 'no place'}, and lays down nothing in ${jurisdiction}`,
            {
              field: 'jurisdiction',
              value: jurisdiction,
            },
          ),
      bounded(answerWithin),
    ) ?? [
      {
        type: 'consumer.procedure.ProcedureAdopted',
        data: { agency: actor.party, jurisdiction, names: plain(names), answerWithin: answerWithin as Duration },
      },
    ]
  );
}

function revise(command: ReviseProcedure, state: ProcedureState, { actor }: DecisionContext): Outcome<ProcedureEvent> {
  const { version, agency, names, answerWithin } = state;
  if (version === 0) {
    return reject('PROCEDURE_NOT_FOUND', 'There is no procedure with this id', { field: 'procedureId', value: command.procedureId });
  }
  if (agency !== actor.party) return reject('NOT_YOURS', `The procedure belongs to ${agency}, and ${actor.party} is acting`);
  const revised: Rules = {
    names: command.names ? plain(command.names) : names,
    answerWithin: (command.answerWithin ?? answerWithin) as Duration,
  };
  const refusal = bounded(revised.answerWithin);
  if (refusal) return refusal;
  if (canonicalJson(revised) === canonicalJson({ names, answerWithin })) return [];
  return [{ type: 'consumer.procedure.ProcedureRevised', data: { version: version + 1, ...revised } }];
}

const ofTheActor = (_: object, load: Load, { party }: Actor): Promise<PartyFacts> => load(partyFacts, party);

function evolve(state: ProcedureState, event: ProcedureEvent): ProcedureState {
  switch (event.type) {
    case 'consumer.procedure.ProcedureAdopted':
      return { version: 1, ...event.data };
    case 'consumer.procedure.ProcedureRevised':
      return { ...state, ...event.data };
    default:
      return ignored(state, event);
  }
}

/** How complaints are handled where an agency governs: its deadlines are data, not code. All of it is public. */
export const procedure = aggregate<ProcedureState, ProcedureEvent>({
  name: 'consumer.procedure',
  events: procedureEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [on(AdoptProcedure, 'procedureId', adopt, ofTheActor), on(ReviseProcedure, 'procedureId', revise)],
});
