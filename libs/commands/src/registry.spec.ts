import { aggregate, type Class, type DomainEvent, IssuedBy, officersOf, on } from '@concord/kernel';
import { Registry } from './registry.js';

type Lit = DomainEvent<'test.lamp.Lit', object>;

@IssuedBy(officersOf('AGENCY'))
class Light {
  lampId!: string;
}

class Forgotten {
  lampId!: string;
}

const lamp = (name = 'test.lamp', command: Class<{ lampId: string }> = Light) =>
  aggregate<object, Lit>({
    name,
    events: { 'test.lamp.Lit': { phase: 'BEFORE', version: 1 } },
    initialState: {},
    evolve: (state) => state,
    disclosedTo: () => true,
    decisions: [on(command, 'lampId', () => [])],
  });

describe('The registry', () => {
  it('refuses a command of which nobody said who may issue it, so that the platform does not start', () => {
    expect(() => new Registry().register(lamp('test.lamp', Forgotten))).toThrow(
      'The command Forgotten does not say who may issue it: @IssuedBy is missing',
    );
  });

  it('refuses a second aggregate of a name', () => {
    const registry = new Registry();
    registry.register(lamp());
    expect(() => registry.register(lamp())).toThrow('The aggregate test.lamp is declared twice');
  });

  it('refuses an event that does not bear the name of its aggregate', () => {
    expect(() => new Registry().register(lamp('test.torch'))).toThrow('The event test.lamp.Lit does not bear the name of test.torch');
  });

  it('finds the way of a command by its class and by its name', () => {
    const registry = new Registry();
    registry.register(lamp());
    expect(registry.routeOf(new Light()).aggregate.name).toBe('test.lamp');
    expect(registry.commandNamed('Light')).toBe(Light);
    expect(() => registry.routeOf(new Forgotten())).toThrow('No aggregate decides Forgotten');
  });
});
