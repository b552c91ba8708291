import { normTimeline } from '@concord/government';
import { type CalendarDate, type Position, streamOf } from '@concord/kernel';
import { latestEdition, provisionsOn, versionOn } from '@concord/legal-text';
import type { RequirementPlace } from '@concord/trade';
import type { Ground, Sources } from '../explainer.js';

/** When a norm was asked: the day that decides what is in force, and how far the log had come. */
export interface Moment {
  readonly on: CalendarDate;
  readonly known: Position;
}

/** Some may work backwards: what counts is what was known. */
const since = (acts: number): string =>
  acts === 0 ? 'nothing has happened to it since' : `read as it was known then, before ${acts} later acts upon it`;

/** The norm at a place as it read at that moment, whatever became of it: its version, the provision with its words, and what it demands. */
export async function normGround({ normId, version, eId }: RequirementPlace, { on, known }: Moment, sources: Sources): Promise<Ground> {
  const stream = streamOf(normTimeline, normId);
  const [then, now] = [await sources.read(normTimeline, normId, { until: known }), await sources.read(normTimeline, normId)];
  if (!then || !now) return { kind: 'NORM', says: `Norm ${normId} is not disclosed`, stream, withheld: true };
  const { agency, jurisdiction, titles, publishedOn } = then.state;
  const inForce = versionOn(then.state, on);
  const actsSince = latestEdition(now.state) - latestEdition(then.state);
  const provision = provisionsOn(then.state, version, on).find((each) => each.eId === eId);
  return {
    kind: 'NORM',
    says: `Norm ${normId} of ${agency} for ${jurisdiction} stood in version ${version} on ${on}; ${since(actsSince)}`,
    stream,
    data: {
      ...{ normId, version, on, agency, jurisdiction, titles, publishedOn },
      inForceFrom: inForce?.version === version ? inForce.inForceFrom : null,
      knownAt: known,
      actsSince,
    },
    grounds: provision ? provisionGrounds(normId, version, provision) : [],
  };
}

function provisionGrounds(
  normId: string,
  version: number,
  { eId, headings, text, standing, requirement }: ReturnType<typeof provisionsOn>[number],
): readonly Ground[] {
  const place = `provision ${eId} of norm ${normId}, version ${version}`;
  const words: Ground = { kind: 'PROVISION', says: `The words of ${place}, ${standing}`, data: { eId, headings, text, standing } };
  if (requirement === null) return [words];
  const { direction, mustHold, onBreach } = requirement;
  return [words, { kind: 'REQUIREMENT', says: `${direction}: ${mustHold}, else ${onBreach}: ${place}`, data: requirement }];
}
