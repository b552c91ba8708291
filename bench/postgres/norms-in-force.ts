import type { EventLog } from '@concord/event-log';
import { type CalendarDate, type EventMetadata, type Instant, newId, type Position, type ProposedEvent } from '@concord/kernel';
import type { Provision } from '@concord/legal-text';
import { type NormDrafted, type NormPublished, type NormRepealed, normEvents } from '../../libs/government/src/norm/norm.events.js';
import { Random } from '../harness/random.js';

export const NORMS = 6_000;
const PROVISIONS = 6;
const WRITERS = 16;
export const PAGE = 50;
const JURISDICTIONS = ['US', 'CN', 'DE', 'NL', 'JP', 'BR'];
const AGENCY = 'bench-agency';
/** Norms come into force over ten years; the days asked for are of the two after them, when some are repealed already. */
const FIRST_DAY = Date.UTC(2015, 0, 1);
const YEARS_BEFORE = 3_650;
const YEARS_ASKED = 730;
const DAY_MS = 86_400_000;
const WORDS =
  'whoever sells toys into the country holds a test report ready and shows it to the agency within three days of being asked'.split(' ');
/** Words of a provision. */
const LEAST_WORDS = 20;
const MOST_WORDS = 60;

/** A list to ask for. */
export interface Question {
  readonly jurisdiction: string;
  readonly day: CalendarDate;
}

const dayAfter = (days: number): CalendarDate => new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10) as CalendarDate;

/** Different lists, in the order in which they are asked for. */
export function questions(count: number, seed: number): readonly Question[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => ({
    jurisdiction: random.pick(JURISDICTIONS),
    day: dayAfter(YEARS_BEFORE + random.below(YEARS_ASKED)),
  }));
}

const sentence = (random: Random): string =>
  Array.from({ length: LEAST_WORDS + random.below(MOST_WORDS - LEAST_WORDS + 1) }, () => random.pick(WORDS)).join(' ');

const provision = (random: Random, number: number): Provision => ({
  eId: `sec_${number}`,
  parent: null,
  kind: 'SECTION',
  number: `§ ${number}`,
  headings: [{ language: 'en', text: `Section ${number}` }],
  text: [{ language: 'en', text: sentence(random) }],
  requirement:
    number === 1
      ? {
          direction: 'IMPORT',
          hsCodes: ['9503'],
          appliesWhen: null,
          mustHold: `'TEST_REPORT' in transaction.documents`,
          onBreach: 'HOLD',
          parameters: [],
        }
      : null,
});

type Act = NormDrafted | NormPublished | NormRepealed;

/** The life of a norm: published as it was drafted; one of four is repealed some time later. */
function life(random: Random, jurisdiction: string): readonly Pick<Act, 'type' | 'data'>[] {
  const from = random.below(YEARS_BEFORE);
  const text = {
    agency: AGENCY,
    jurisdiction,
    documentType: 'Regulation',
    titles: [
      { language: 'en', text: `Test reports for imported toys, ${random.below(10_000)}` },
      { language: 'fr', text: 'Rapports de sécurité des jouets importés' },
    ],
    docket: null,
    source: null,
    hsCodes: ['9503'],
    provisions: Array.from({ length: PROVISIONS }, (_, index) => provision(random, index + 1)),
    amendments: [],
  };
  const publication = { publishedOn: dayAfter(from), inForceFrom: dayAfter(from), zone: 'UTC' };
  const repeal = { repealedFrom: dayAfter(from + 1 + random.below(2 * YEARS_BEFORE)), reason: 'It has become needless.' };
  return [
    { type: 'government.norm.NormDrafted', data: text },
    { type: 'government.norm.NormPublished', data: publication },
    ...(random.below(4) === 0 ? [{ type: 'government.norm.NormRepealed', data: repeal }] : []),
  ] as readonly Pick<Act, 'type' | 'data'>[];
}

const metadata = (jurisdiction: string): EventMetadata => ({
  party: AGENCY,
  actor: 'bench-officer',
  phase: 'BEFORE',
  correlationId: newId(),
  causationId: null,
  occurredAt: '2026-01-05T09:00:00.000Z' as Instant,
  jurisdiction,
  commandId: newId(),
  commandDigest: '0'.repeat(64),
});

/**
 * Appends the lives of norms over several jurisdictions.
 * @returns the position behind which all of them are
 */
export async function fillShelf(log: EventLog, count: number, seed: number): Promise<Position> {
  const random = new Random(seed);
  const lives = Array.from({ length: count }, () => {
    const jurisdiction = random.pick(JURISDICTIONS);
    const events = life(random, jurisdiction).map(
      (act): ProposedEvent => ({ id: newId(), schemaVersion: normEvents[act.type].version, metadata: metadata(jurisdiction), ...act }),
    );
    return { stream: `government.norm/shelf-${newId()}`, events };
  }).values();
  const write = async (): Promise<void> => {
    for (const { stream, events } of lives) await log.append(stream, -1, events);
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return log.head();
}
