import { EventLogUnavailable, UnstorableEvent } from '../../errors.js';
import { NO_STREAM } from '../../event-log.js';
import { proposed } from '../proposed.js';
import { collect, freshStream, type Store } from './store.js';

const nested = (levels: number): object => (levels === 0 ? {} : { inner: nested(levels - 1) });

const UNSTORABLE: readonly (readonly [string, object, string])[] = [
  ['a NUL character', { list: ['fine', 'not\0fine'] }, 'data.list.1'],
  ['half a surrogate pair', { text: 'half \ud83d of it' }, 'data.text'],
  ['a key with a NUL character', { 'a\0b': 1 }, 'data, a key,'],
  ['a number that is not finite', { sum: { of: Number.NaN } }, 'data.sum.of'],
  ['infinity', { sum: Number.POSITIVE_INFINITY }, 'data.sum'],
  ['a BigInt', { sum: 1n }, 'data.sum'],
  ['a hole in a list', { list: [1, undefined] }, 'data.list.1'],
  ['a function', { act: () => 1 }, 'data.act'],
  ['a Date', { at: new Date(0) }, 'data.at'],
  ['a Map', { map: new Map([[1, 2]]) }, 'data.map'],
  ['too deep a nesting', nested(1_000), 'data.inner'],
];

export function storableContract(store: Store): void {
  it.each(UNSTORABLE)('refuses %s before anything is written, and the neighbours succeed', async (_what, data, path) => {
    const { log } = store();
    const streams = Array.from({ length: 5 }, freshStream);
    const outcomes = await Promise.allSettled(
      streams.map((stream, index) => log.append(stream, NO_STREAM, index === 2 ? [proposed(), proposed({ data })] : [proposed()])),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    const refusal = (outcomes[2] as PromiseRejectedResult).reason;
    expect(refusal).toBeInstanceOf(UnstorableEvent);
    expect(refusal.path).toContain(path);
    const kept = await Promise.all(streams.map((stream) => collect(log.readStream(stream))));
    expect(kept.map(({ length }) => length)).toEqual([1, 1, 0, 1, 1]);
  });

  it.each([
    ['an id that is no UUID', { id: 'seven' }, 'id'],
    ['a type without a name', { type: '' }, 'type'],
    ['a type with a NUL character', { type: 'a\0b' }, 'type'],
    ['a type that a store keeps for itself', { type: '$metadata' }, 'type'],
    ['a schema version that is no whole number from 1', { schemaVersion: 0 }, 'schemaVersion'],
    ['metadata with half a surrogate pair', { metadata: { actor: '\udc00' } }, 'metadata.actor'],
  ])('refuses %s', async (_what, flaw, path) => {
    const { log } = store();
    const event = proposed(flaw as Parameters<typeof proposed>[0]);
    await expect(log.append(freshStream(), NO_STREAM, [event])).rejects.toMatchObject({ constructor: UnstorableEvent, path });
  });

  it.each([
    ['without a name', ''],
    ['with a NUL character', 'a\0b'],
    ['longer than 1,024 bytes', '质'.repeat(400)],
  ])('refuses a stream %s', async (_what, stream) => {
    const { log } = store();
    await expect(log.append(stream, NO_STREAM, [proposed()])).rejects.toMatchObject({ constructor: UnstorableEvent, path: 'stream' });
  });

  it('takes no append after it has been closed, and answers those under way', async () => {
    const log = await store().another();
    const streams = Array.from({ length: 3 }, freshStream);
    const appends = streams.map((stream) => log.append(stream, NO_STREAM, [proposed()]));
    await log.close();
    expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual([0, 0, 0]);
    await expect(log.append(freshStream(), NO_STREAM, [proposed()])).rejects.toBeInstanceOf(EventLogUnavailable);
  });
}
