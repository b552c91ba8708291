import fc from 'fast-check';
import { comparePositions, type EventDeclaration, isPosition, lift, type Position, START, UnreadableEvent } from './event.js';
import { newId } from './ids.js';

const ballotOpened = (schemaVersion: number, data: object) => ({ id: newId(), type: 'association.ballot.Opened', schemaVersion, data });

const declaration: EventDeclaration = {
  phase: 'BEFORE',
  version: 3,
  upcasts: {
    1: ({ rule }: { rule: string }) => ({ rules: [rule] }),
    2: (data: { rules: string[] }) => ({ ...data, quorum: null }),
  },
};

describe('an event of an older schema version', () => {
  it('is lifted from version to version to the one of today', () => {
    const event = ballotOpened(1, { rule: 'ISO' });
    expect(lift(event, declaration)).toEqual({ ...event, schemaVersion: 3, data: { rules: ['ISO'], quorum: null } });
  });

  it('is lifted from where it stands', () => {
    expect(lift(ballotOpened(2, { rules: ['ISO'] }), declaration).data).toEqual({ rules: ['ISO'], quorum: null });
  });

  it('stays what it was in the log', () => {
    const event = Object.freeze(ballotOpened(1, Object.freeze({ rule: 'ISO' })));
    lift(event, declaration);
    expect(event.data).toEqual({ rule: 'ISO' });
  });

  it('cannot be read when an upcast is missing', () => {
    const event = ballotOpened(1, { rule: 'ISO' });
    const without = { ...declaration, upcasts: { 1: (data: object) => data } };
    expect(() => lift(event, without)).toThrow(UnreadableEvent);
    expect(() => lift(event, without)).toThrow(
      `Event ${event.id} (association.ballot.Opened, schema version 1) cannot be read: nothing lifts schema version 2 to 3`,
    );
  });
});

describe('an event of the schema version of today', () => {
  it('is left alone', () => {
    const event = ballotOpened(3, { rules: [], quorum: null });
    expect(lift(event, declaration)).toBe(event);
  });
});

describe('an event of a newer schema version', () => {
  it('cannot be read', () => {
    expect(() => lift(ballotOpened(4, {}), declaration)).toThrow('this version of Concord knows it up to schema version 3');
  });
});

describe('a position', () => {
  const places = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

  it('is ordered as the number it is, not as text', () => {
    fc.assert(
      fc.property(places, places, (a, b) => {
        const order = comparePositions(a.toString() as Position, b.toString() as Position);
        expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
    expect(comparePositions('9' as Position, '10' as Position)).toBeLessThan(0);
    expect(comparePositions(START, '1' as Position)).toBeLessThan(0);
  });

  it('is any whole number below 2^63', () => {
    fc.assert(fc.property(places, (place) => isPosition(place.toString())));
    expect(isPosition('9223372036854775807')).toBe(true);
  });

  it.each(['9223372036854775808', '9999999999999999999', '10000000000000000000', '01', '-1', '1.0', '', ' 1', '1\n', '0x1'])(
    'is not %j',
    (text) => expect(isPosition(text)).toBe(false),
  );
});
