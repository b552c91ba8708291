import type { Actor, Rejection } from '@concord/kernel';

/** What the platform knows of the acting party when it acts. */
export interface Standing {
  readonly jurisdiction: string | null;
}

/** Says whether the party in whose name a person acts is what the token says, and may act now. */
export interface StandingCheck {
  standingOf(actor: Actor, command: object): Promise<Standing | Rejection>;
}

/** The token under which Nest injects the check; without one every actor has standing. */
export const STANDING = Symbol('StandingCheck');
