import { objectOf, pick } from '@concord/kernel';
import { processManager } from '@concord/projections';
import { AnnulAdoption, LiftStay, StayStandard } from '../standard/standard.commands.js';
import { type AppealDecided, type AppealLodged, type AppealWithdrawn, appealEvents } from './appeal.events.js';

/** An appeal stays what was decided; when it is over, the standard moves on, or back to where it stood before the ballot. */
export const appealEffects = processManager<AppealLodged | AppealDecided | AppealWithdrawn>({
  name: 'association.appeal-effects',
  version: 1,
  tables: [],
  reactsTo: pick(appealEvents, 'association.appeal.AppealLodged', 'association.appeal.AppealDecided', 'association.appeal.AppealWithdrawn'),
  react(event) {
    const { standardId, ballotId } = event.data;
    const appealId = objectOf(event);
    if (event.type === 'association.appeal.AppealLodged') return [Object.assign(new StayStandard(), { standardId, appealId })];
    const lifted = Object.assign(new LiftStay(), { standardId, appealId });
    return event.type === 'association.appeal.AppealDecided' && event.data.ruling === 'UPHELD'
      ? [Object.assign(new AnnulAdoption(), { standardId, appealId, ballotId })]
      : [lifted];
  },
});
