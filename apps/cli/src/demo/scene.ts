import { addToDate, type CalendarDate, type Duration, dateIn, instantOf, type TimeZone } from '@concord/kernel';
import type { Cast } from './cast.js';
import type { Client, Party } from './client.js';
import type { Telling } from './telling.js';

/** What every chapter has: who plays, whom they ask, and the voice that tells it. */
export interface Scene {
  /** The word that tells the runs apart. */
  readonly run: string;
  readonly cast: Cast;
  readonly client: Client;
  readonly telling: Telling;
}

/** An id of this run. */
export const named = ({ run }: Scene, name: string): string => `${name}-${run}`;

const UTC = 'UTC' as TimeZone;

/** The day, in UTC, that lies so far from today. */
export const today = (): CalendarDate => dateIn(UTC, instantOf(new Date()));
export const daysAgo = (days: number): CalendarDate => addToDate(today(), { days: -days });
export const inDays = (days: number): CalendarDate => addToDate(today(), `P${days}D` as Duration);

export const english = (text: string): readonly { readonly language: string; readonly text: string }[] => [{ language: 'en', text }];

/** Lets parties take part. */
export async function register({ client, telling }: Scene, ...parties: readonly Party[]): Promise<void> {
  for (const party of parties) {
    const { id: partyId, name, jurisdiction } = party;
    await client.issue(party, 'RegisterParty', { partyId, name, jurisdiction });
  }
  telling.step(`Registered: ${parties.map(({ id, name, jurisdiction }) => `${name} (${id}, ${jurisdiction})`).join('; ')}.`);
}
