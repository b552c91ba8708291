import { type Actor, aggregate, type Load, on } from '@concord/kernel';
import { type CommitteeState, committee } from '../committee/committee.js';
import { seesPersons } from '../persons.js';
import { appointEditor, dismissEditor, propose, submit } from './drafting.js';
import { advance, cancel, startReview } from './moving.js';
import { annul, lift, record, type Settlement, settlementOf, stay } from './settling.js';
import {
  AdvanceStandard,
  AnnulAdoption,
  AppointEditor,
  CancelStandard,
  DismissEditor,
  LiftStay,
  ProposeStandard,
  RecordBallotResult,
  StartReview,
  StayStandard,
  SubmitDraft,
} from './standard.commands.js';
import { type StandardEvent, standardEvents } from './standard.events.js';
import { evolve, initialState, type StandardState } from './standard-state.js';

export { MOST_EDITORS } from './drafting.js';
export { notStayed, ownStandard, type StandardState } from './standard-state.js';

/** The committee where an editor acts; the association needs none to draft. */
const editors = async (
  _: object,
  load: Load,
  { party }: Actor,
  { committeeId, editors, association }: StandardState,
): Promise<CommitteeState> =>
  party !== association && editors.some((editor) => editor.party === party) ? load(committee, committeeId) : committee.initialState;

const theCommittee = async (_: object, load: Load, __: Actor, { committeeId }: StandardState): Promise<CommitteeState> =>
  committeeId === '' ? committee.initialState : load(committee, committeeId);

const held = (_: object, load: Load, __: Actor, state: StandardState): Promise<Settlement> =>
  settlementOf(
    state.held.filter((ballotId) => ballotId !== null),
    load,
    state,
  );

/**
 * A voluntary rule text: proposed, drafted in stages, adopted by ballot, reviewed. All of it is public but for persons who are
 * editors: once there is one, the raw history is for the association and auditors, and the read model shows the rest to everyone.
 */
export const standard = aggregate<StandardState, StandardEvent>({
  name: 'association.standard',
  events: standardEvents,
  initialState,
  evolve,
  disclosedTo: ({ namesPersons, association }, reader) => !namesPersons || seesPersons(association, reader),
  concerns: ({ association }) => ({ parties: [association], jurisdictions: [] }),
  decisions: [
    on(ProposeStandard, 'standardId', propose, ({ committeeId }, load) => load(committee, committeeId)),
    on(SubmitDraft, 'standardId', submit, editors),
    on(AdvanceStandard, 'standardId', advance),
    on(CancelStandard, 'standardId', cancel),
    on(AppointEditor, 'standardId', appointEditor, theCommittee),
    on(DismissEditor, 'standardId', dismissEditor),
    on(RecordBallotResult, 'standardId', record, ({ ballotId }, load, _, state) => settlementOf([ballotId], load, state)),
    on(StartReview, 'standardId', startReview),
    on(StayStandard, 'standardId', stay),
    on(LiftStay, 'standardId', lift, held),
    on(AnnulAdoption, 'standardId', annul, held),
  ],
});
