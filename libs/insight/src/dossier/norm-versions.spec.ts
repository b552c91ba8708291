import type { CalendarDate, Position, RecordedEvent } from '@concord/kernel';
import { recordedAt } from '../testing/recorded.js';
import { NormVersions } from './norm-versions.js';

const norm = (fact: string, position: number, data: object): RecordedEvent =>
  recordedAt(position, { type: `government.norm.${fact}`, data, stream: 'government.norm/toys' });

const provision = (text: string) => ({
  ...{ eId: 'sec_1', parent: null, kind: 'SECTION', number: null, headings: [], requirement: null },
  text: [{ language: 'en', text }],
});
const history: readonly RecordedEvent[] = [
  norm('NormDrafted', 1, {
    agency: 'customs',
    jurisdiction: 'DE',
    titles: [],
    hsCodes: [],
    provisions: [provision('Old')],
    amendments: [],
  }),
  norm('NormPublished', 3, { publishedOn: '2026-01-05', inForceFrom: '2026-02-01', zone: 'UTC' }),
  norm('NormAmended', 5, {
    ...{ by: null, commencement: { on: '2026-03-01' }, reason: 'Better' },
    operations: [{ operation: 'SUBSTITUTE', provisions: [provision('New')] }],
  }),
  norm('NormRepealed', 7, { repealedFrom: '2026-04-01', reason: 'Done' }),
];

const versionAt = (position: number, day: string): number | null =>
  new NormVersions('toys', history).at([{ position: String(position) as Position, day: day as CalendarDate }])[0] ?? null;

describe('The version of a norm in force', () => {
  it.each([
    ['is none before it is drafted', 0, '2026-02-10', null],
    ['is none of a draft', 2, '2026-02-10', null],
    ['is none before its first day', 4, '2026-01-31', null],
    ['is the adopted text from that day on', 4, '2026-02-01', 1],
    ['is not the amended text before that was known', 4, '2026-03-10', 1],
    ['is the amended text from its day on', 6, '2026-03-01', 2],
    ['is the old one until then', 6, '2026-02-28', 1],
    ['is none from the day of the repeal on', 8, '2026-04-01', null],
    ['was one as long as no repeal was known', 6, '2026-04-01', 2],
  ])('%s', (_, position, day, version) => expect(versionAt(position, day)).toBe(version));
});
