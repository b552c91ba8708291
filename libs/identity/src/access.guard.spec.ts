import {
  type Actor,
  adminsOf,
  IssuedBy,
  membersOf,
  officersOf,
  PARTY_KINDS,
  PLATFORM,
  ROLES,
  THE_PLATFORM,
  THE_PUBLIC,
} from '@concord/kernel';
import { admits } from './access.guard.js';

const everybody: readonly Actor[] = PARTY_KINDS.flatMap((kind) =>
  ROLES.map((role): Actor => ({ person: 'anna', party: 'a-party', kind, roles: [role] })),
);
const agency = (...roles: Actor['roles']): Actor => ({ person: 'anna', party: 'cpsc', kind: 'AGENCY', roles });

describe('A field of the API', () => {
  it('without a rule is denied to everybody', () => {
    for (const actor of [null, PLATFORM, ...everybody]) expect(admits(undefined, actor)).toBe(false);
  });

  it('for everyone asks for no token', () => {
    for (const actor of [null, ...everybody]) expect(admits({ everyone: true }, actor)).toBe(true);
  });

  it('for nobody in particular is denied to everybody', () => {
    for (const actor of [null, ...everybody]) expect(admits({ permissions: [] }, actor)).toBe(false);
  });

  it('with permissions is denied to somebody without a token', () => {
    expect(admits({ permissions: [membersOf(...PARTY_KINDS)] }, null)).toBe(false);
  });

  it('with permissions asks for one kind of party and one role in the same permission', () => {
    const rule = { permissions: [adminsOf('AGENCY'), officersOf('AUDITOR')] };
    expect(admits(rule, agency('ADMIN'))).toBe(true);
    expect(admits(rule, agency('READER', 'ADMIN'))).toBe(true);
    expect(admits(rule, agency('OFFICER', 'READER'))).toBe(false);
    expect(admits(rule, agency())).toBe(false);
  });

  it('that takes a command is called by those who may issue it', () => {
    @IssuedBy(officersOf('AGENCY'))
    class Publish {}
    expect(admits({ command: Publish }, agency('OFFICER'))).toBe(true);
    expect(admits({ command: Publish }, agency('READER'))).toBe(false);
    expect(admits({ command: Publish }, null)).toBe(false);
  });

  it('that takes a command of which nobody said who may issue it is denied to everybody', () => {
    class Forgotten {}
    for (const actor of [null, PLATFORM, ...everybody]) expect(admits({ command: Forgotten }, actor)).toBe(false);
  });

  it('that takes a command of the platform is denied to every party', () => {
    @IssuedBy(THE_PLATFORM)
    class Close {}
    for (const actor of [null, ...everybody]) expect(admits({ command: Close }, actor)).toBe(false);
  });

  it('that takes a command of the public asks for no token; a party still has to be of the right kind', () => {
    @IssuedBy(officersOf('ENTERPRISE'), THE_PUBLIC)
    class Comment {}
    expect(admits({ command: Comment }, null)).toBe(true);
    expect(admits({ command: Comment }, agency('OFFICER'))).toBe(false);
    expect(admits({ permissions: [THE_PUBLIC] }, null)).toBe(false);
  });
});
