import { pick, type Recorded } from '@concord/kernel';
import { processManager } from '@concord/projections';
import { ExpelSignatory, SuspendSignatory } from '../pledge/pledge.commands.js';
import { type BreachDecided, breachEvents } from './breach.events.js';

/** What a decision does to the signature. */
export function consequences({ data }: Pick<Recorded<BreachDecided>, 'data'>): readonly object[] {
  const { pledgeId, enterprise, measure, until, zone } = data;
  if (measure === 'EXPULSION') return [Object.assign(new ExpelSignatory(), { pledgeId, enterprise })];
  if (measure === 'SUSPENSION') return [Object.assign(new SuspendSignatory(), { pledgeId, enterprise, until, zone })];
  return [];
}

/** An expulsion ends the signature, and a suspension is shown with it. */
export const breachMeasures = processManager<BreachDecided>({
  name: 'association.breach-measures',
  version: 1,
  tables: [],
  reactsTo: pick(breachEvents, 'association.breach.BreachDecided'),
  react: consequences,
});
