import { normEvents, normTimeline } from '@concord/government';
import { type EventCatalogue, lift } from '@concord/kernel';
import { type History, readHistories } from '../../../../test/support/histories.js';
import { repeated } from './repeated-check.js';
import { type TransactionChecked, transactionEvents } from './transaction.events.js';
import { requirementAt } from './watched-norm.js';

const kept = await readHistories();
const historiesOf = (name: string): readonly History[] => kept.get(name) ?? [];
const lifted = ({ events }: History, catalogue: EventCatalogue<never>) => {
  const declarations = catalogue as Readonly<Record<string, { readonly phase: 'BEFORE'; readonly version: number }>>;
  return events.map((event) => lift(event, declarations[event.type]!));
};

const timelines = new Map(
  historiesOf('government.norm').map((history) => {
    const timeline = lifted(history, normEvents as never).reduce(
      (before, event) => normTimeline.evolve(before, event as never),
      normTimeline.initialState,
    );
    return [history.stream.replace('government.norm/', ''), timeline] as const;
  }),
);

const checks = historiesOf('trade.transaction').flatMap((history) =>
  lifted(history, transactionEvents as never)
    .filter(({ type }) => type === 'trade.transaction.TransactionChecked')
    .map(({ data }) => ({ stream: history.stream, record: data as TransactionChecked['data'] })),
);

describe('A check that the platform recorded, as early as its first version', () => {
  it('is there to be repeated, with each answer and with findings', () => {
    expect(new Set(checks.map(({ record }) => record.answer))).toEqual(new Set(['ADMITTED', 'HELD', 'REFUSED']));
    expect(checks.filter(({ record }) => record.findings.length > 0)).toEqual(checks);
  });

  it.each(checks)('comes out the same from the record and the log: $stream', ({ record }) => {
    const again = repeated(record, ({ normId, version, eId }) => requirementAt({ timeline: timelines.get(normId)! }, version, eId));
    expect(again).toEqual({ same: true, answer: record.answer, findings: record.findings, missing: [] });
  });
});
