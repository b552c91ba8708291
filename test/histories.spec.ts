import { type AnyAggregate, aggregate, type EventDeclaration, ignored, lift, UnreadableEvent } from '@concord/kernel';
import { declaredAggregates } from './support/aggregates.js';
import { digestOf, folded, type History, type KeptEvent, missingVersions, readHistories } from './support/histories.js';

const aggregates = await declaredAggregates();
const kept = await readHistories();
const keptOf = ({ name }: AnyAggregate): readonly History[] => kept.get(name) ?? [];

const histories = aggregates.flatMap((aggregate) => keptOf(aggregate).map((history) => ({ aggregate, name: history.stream, history })));

/** What a later version of Concord might write. */
const ofTomorrow = ({ name }: AnyAggregate, event: KeptEvent): KeptEvent => ({ ...event, type: `${name}.Foretold`, data: {} });

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
};

describe('The histories that are kept', () => {
  test('they are of the aggregates that the platform has', () => {
    expect([...kept.keys()].sort()).toEqual(aggregates.map(({ name }) => name).sort());
    for (const { aggregate, name } of histories) expect(name).toMatch(new RegExp(`^${aggregate.name}/.`));
  });

  test.each(aggregates.map((aggregate) => ({ name: aggregate.name, aggregate })))(
    '$name has one of every event, in every schema version ever published',
    ({ aggregate }) => expect(missingVersions(aggregate, keptOf(aggregate))).toEqual([]),
  );

  test.each(histories)('$name is as it was recorded', ({ history: { events, digest } }) => {
    expect(digestOf(events)).toBe(digest);
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
  });

  test.each(histories)('$name is read today, and comes to the same state', ({ aggregate, history: { events, state } }) => {
    expect(folded(aggregate, frozen(events))).toStrictEqual(state);
  });

  test.each(histories)('$name comes to that state also between events that nobody knows yet', ({ aggregate, history }) => {
    const { evolve, initialState, events } = aggregate;
    const foretold = history.events.flatMap((event) => [ofTomorrow(aggregate, event), lift(event, events[event.type]!)]);
    const state = [...foretold, ofTomorrow(aggregate, history.events[0]!)].reduce((before, event) => evolve(before, event), initialState);
    expect(JSON.parse(JSON.stringify(state))).toStrictEqual(history.state);
  });
});

describe('An event whose schema version is raised', () => {
  type Lit = { type: 'house.lamp.Lit'; data: { watts: number } };
  const lamp = (version: number, upcasts?: EventDeclaration['upcasts']) =>
    aggregate<number, Lit>({
      name: 'house.lamp',
      initialState: 0,
      events: { 'house.lamp.Lit': { phase: 'BEFORE', version, ...(upcasts && { upcasts }) } },
      evolve: (state, event) => (event.type === 'house.lamp.Lit' ? state + event.data.watts : ignored(state, event as never)),
      disclosedTo: () => true,
      decisions: [],
    });
  const lit = (schemaVersion: number, data: object): History => {
    const events = [{ id: 'an-event', type: 'house.lamp.Lit', schemaVersion, data, revision: 0 }] as unknown as KeptEvent[];
    return { stream: 'house.lamp/desk', digest: digestOf(events), events, state: 40 };
  };
  const published = lit(1, { power: 40 });
  const upcasts = { 1: ({ power }: { power: number }) => ({ watts: power }) };

  test('without an upcast, the histories of before are read no more', () => {
    expect(() => folded(lamp(2), published.events)).toThrow(UnreadableEvent);
    expect(() => folded(lamp(3, upcasts), published.events)).toThrow('nothing lifts schema version 2 to 3');
  });

  test('with an upcast, they come to the same state', () => {
    expect(folded(lamp(2, upcasts), published.events)).toBe(published.state);
  });

  test('it asks for a history of the new version, and keeps that of the old one', () => {
    expect(missingVersions(lamp(2, upcasts), [published])).toEqual(['house.lamp.Lit, schema version 2']);
    expect(missingVersions(lamp(2, upcasts), [lit(2, { watts: 40 })])).toEqual(['house.lamp.Lit, schema version 1']);
    expect(missingVersions(lamp(2, upcasts), [published, lit(2, { watts: 40 })])).toEqual([]);
  });

  test('a type that was published cannot be declared no more', () => {
    const renamed = { ...lamp(1), events: { 'house.lamp.Kindled': { phase: 'BEFORE', version: 1 } } } as unknown as AnyAggregate;
    expect(() => folded(renamed, published.events)).toThrow('house.lamp.Lit was published, and house.lamp declares it no more');
  });

  test('a history that was edited is found out', () => {
    const [event] = published.events;
    expect(digestOf([{ ...event!, data: { watts: 40 } }])).not.toBe(published.digest);
  });
});
