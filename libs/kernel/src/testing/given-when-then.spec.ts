import { type Actor, adminsOf, THE_PLATFORM } from '../actor.js';
import { aggregate, type DecisionContext, IssuedBy, ignored, on } from '../decider.js';
import type { DomainEvent } from '../event.js';
import { reject } from '../rejection.js';
import { given, TEST_NOW } from './given-when-then.js';

type Lit = DomainEvent<'test.lamp.Lit', { readonly by: string; readonly at: string }>;
type Broken = DomainEvent<'test.lamp.Broken', { readonly hours: number }>;
type LampEvent = Lit | Broken;
interface Lamp {
  readonly lit: boolean;
  readonly marks: readonly string[];
}

@IssuedBy(adminsOf('AGENCY'))
class Light {
  readonly lampId = 'lamp';
}

@IssuedBy(THE_PLATFORM)
class Break {
  readonly lampId = 'lamp';
}

class Steal {
  readonly lampId = 'lamp';
}

class Paint {
  readonly lampId = 'lamp';
}

const lamp = aggregate<Lamp, LampEvent>({
  name: 'test.lamp',
  initialState: { lit: false, marks: [] },
  events: { 'test.lamp.Lit': { phase: 'BEFORE', version: 1 }, 'test.lamp.Broken': { phase: 'AFTER', version: 1 } },
  evolve(state, event) {
    switch (event.type) {
      case 'test.lamp.Lit':
        return { ...state, lit: true };
      case 'test.lamp.Broken':
        return { ...state, lit: false };
      default:
        return ignored(state, event);
    }
  },
  decisions: [
    on(Light, 'lampId', (_light, state: Lamp, { actor, now }) =>
      state.lit ? [] : [{ type: 'test.lamp.Lit', data: { by: actor.party, at: now } }],
    ),
    on(Break, 'lampId', (_break, state: Lamp, { facts }: DecisionContext<{ readonly hours: number }>) =>
      state.lit ? [{ type: 'test.lamp.Broken', data: facts }] : reject('LAMP_IS_DARK', 'A dark lamp does not break', { field: 'lampId' }),
    ),
    on(Steal, 'lampId', () => []),
  ],
  disclosedTo: () => true,
});

const lit: Lit = { type: 'test.lamp.Lit', data: { by: 'a-party', at: TEST_NOW } };
const customs: Actor = { person: 'li', party: 'customs', kind: 'AGENCY', roles: ['ADMIN'] };

describe('given, when, then', () => {
  it('decides a command on the history, as the first who may issue it', () => {
    given(lamp).when(new Light()).then(lit);
    given(lamp, lit).when(new Light()).thenNothing();
  });

  it('goes on from what was decided', () => {
    given(lamp)
      .when(new Light(), { actor: customs })
      .then({ type: 'test.lamp.Lit', data: { by: 'customs', at: TEST_NOW } })
      .when(new Break(), { facts: { hours: 3 } })
      .then({ type: 'test.lamp.Broken', data: { hours: 3 } })
      .when(new Break())
      .thenRejected('LAMP_IS_DARK', 'lampId');
  });

  it('fails when something else was decided', () => {
    expect(() => given(lamp).when(new Light()).thenNothing()).toThrow(/test\.lamp\.Lit/);
    expect(() => given(lamp).when(new Light()).thenRejected('LAMP_IS_DARK')).toThrow(/test\.lamp\.Lit/);
    expect(() => given(lamp).when(new Break()).then(lit)).toThrow('Break was refused: LAMP_IS_DARK, A dark lamp does not break');
    expect(() => given(lamp).when(new Break()).thenRejected('LAMP_IS_LIT')).toThrow(/LAMP_IS_DARK/);
    expect(() => given(lamp).when(new Break()).thenRejected('LAMP_IS_DARK', 'hours')).toThrow(/lampId/);
  });

  it('fails where the actor may not issue the command, and where nobody has said who may', () => {
    expect(() => given(lamp).when(new Light(), { actor: { ...customs, roles: ['READER'] } })).toThrow('Light is not for AGENCY READER');
    expect(() => given(lamp).when(new Steal())).toThrow('Steal does not say who may issue it');
  });

  it('fails where the aggregate does not know the command', () => {
    expect(() => given(lamp).when(new Paint())).toThrow('test.lamp has no decision on Paint, only on Light, Break, Steal');
  });

  it('fails where a decider changes the state', () => {
    const careless = aggregate<Lamp, LampEvent>({
      ...lamp,
      decisions: [
        on(Light, 'lampId', (_light, state: Lamp) => {
          (state.marks as string[]).push('scratch');
          return [];
        }),
      ],
    });
    expect(() => given(careless).when(new Light())).toThrow(TypeError);
  });
});
