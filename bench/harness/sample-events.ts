import { type EventMetadata, type Instant, newId, type ProposedEvent } from '@concord/kernel';
import type { Random } from './random.js';

const WORDS = [
  'safety',
  'toy',
  'label',
  'test',
  'report',
  'import',
  'member',
  'clause',
  'limit',
  'lead',
  'plastic',
  'battery',
  'child',
  'age',
];
const JURISDICTIONS = ['US', 'CN', 'DE', 'NL', 'JP', 'BR'];
export const SAMPLE_TYPES = [
  'government.norm.NormDrafted',
  'government.norm.CommentMade',
  'association.ballot.VoteCast',
  'trade.transaction.TransactionOpened',
];
const FIRST = Date.parse('2026-01-05T09:00:00.000Z');
const MINUTE = 60_000;

const words = (random: Random, count: number): string => Array.from({ length: count }, () => random.pick(WORDS)).join(' ');

function metadata(random: Random, number: number): EventMetadata {
  return {
    party: `party-${random.below(1_000)}`,
    actor: `person-${random.below(5_000)}`,
    phase: random.pick(['BEFORE', 'DURING', 'AFTER'] as const),
    correlationId: `correlation-${random.below(2 ** 32)}`,
    causationId: null,
    occurredAt: new Date(FIRST + number * MINUTE).toISOString() as Instant,
    jurisdiction: random.pick(JURISDICTIONS),
    commandId: `command-${random.below(2 ** 32)}`,
    commandDigest: random
      .below(2 ** 32)
      .toString(16)
      .padStart(64, '0'),
  };
}

/** Events as the platform records them: some 300 characters of data and as many of metadata. Only their ids differ from run to run. */
export function sampleEvents(random: Random, count: number): ProposedEvent[] {
  return Array.from({ length: count }, (_, number) => ({
    id: newId(),
    type: random.pick(SAMPLE_TYPES),
    schemaVersion: 1,
    data: {
      number,
      jurisdiction: random.pick(JURISDICTIONS),
      titles: [{ language: 'en', text: words(random, 6) }],
      text: words(random, 20 + random.below(20)),
      hsCodes: [String(950_000 + random.below(1_000))],
    },
    metadata: metadata(random, number),
  }));
}
