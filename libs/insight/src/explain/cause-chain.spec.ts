import type { RecordedEvent } from '@concord/kernel';
import { recordedAt } from '../testing/recorded.js';
import { chainOf, MOST_CAUSES } from './cause-chain.js';

/** Events of which each one caused the next, each in a stream of its own. */
const history = (length: number): readonly RecordedEvent[] =>
  Array.from({ length }, (_, index) =>
    recordedAt(index + 1, {
      ...{ id: `event-${index}`, stream: `testing.kind-${index}/one` },
      metadata: { causationId: index === 0 ? null : `event-${index - 1}` },
    }),
  );

const chain = (events: readonly RecordedEvent[], hidden: readonly string[] = []) =>
  chainOf(events.at(-1) as RecordedEvent, {
    causeOf: async ({ metadata }) => events.find(({ id }) => id === metadata.causationId),
    discloses: async (stream) => !hidden.includes(stream),
  });

describe('The chain of causes', () => {
  it('goes back to the event that a person made', async () => {
    const events = history(3);
    expect(await chain(events)).toEqual({ links: [{ event: events[1] }, { event: events[0] }], first: events[0], cut: null });
    expect(await chain(history(1))).toMatchObject({ links: [], cut: null });
  });

  it('says of what it withholds the kind, and goes on behind it', async () => {
    const events = history(3);
    expect(await chain(events, ['testing.kind-1/one'])).toEqual({
      links: [{ withheld: 'testing.kind-1' }, { event: events[0] }],
      first: events[0],
      cut: null,
    });
  });

  it('does not say who began what is withheld', async () => {
    expect(await chain(history(2), ['testing.kind-0/one'])).toEqual({ links: [{ withheld: 'testing.kind-0' }], first: null, cut: null });
  });

  it('is cut where it is too long, or where the log does not have a cause, and says so', async () => {
    const long = await chain(history(MOST_CAUSES + 2));
    expect([long.links.length, long.first, long.cut]).toEqual([MOST_CAUSES, null, 'TOO_LONG']);
    expect((await chain(history(MOST_CAUSES + 1))).cut).toBeNull();
    expect(await chain(history(3).slice(1))).toMatchObject({ first: null, cut: 'NOT_FOUND' });
  });
});
