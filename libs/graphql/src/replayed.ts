import { adminsOf, type Permission, type Position, permits } from '@concord/kernel';
import { type Replays, ReplayUnavailable } from '@concord/projections';
import { actorOf } from './caller.js';
import type { RequestContext } from './context.js';
import { badInput, ConcordError, forbidden, notFound, unauthenticated } from './errors.js';

/** Who may ask a replay; what they see there is each query's rule, as ever. */
export const REPLAY_READERS: readonly Permission[] = [adminsOf('AUDITOR', 'OPERATOR')];

/**
 * Lets a query see the replay that its request names.
 * @throws ConcordError UNAUTHENTICATED or FORBIDDEN; BAD_INPUT when it also names a position; NOT_FOUND; REPLAY_NOT_READY
 */
export async function enterReplay(replays: Replays, context: RequestContext, atLeast: Position | undefined): Promise<void> {
  const { replay } = context;
  if (!replay) return;
  const actor = actorOf(context);
  if (!actor) throw unauthenticated('A replay is for auditors and operators: send a token as "Authorization: Bearer …"');
  if (!permits(REPLAY_READERS, actor)) {
    const rule = 'ADMIN of an AUDITOR or an OPERATOR';
    throw forbidden(`${actor.kind} ${actor.party} may not ask a replay in the roles it holds`, { field: 'Concord-Replay', rule });
  }
  if (atLeast != null) {
    const rule = 'a replay stands still: leave it out, or ask without the header Concord-Replay';
    throw badInput(`atLeast: ${rule}`, { field: 'atLeast', value: atLeast, rule });
  }
  try {
    await replay.open((name) => replays.open(name));
  } catch (error) {
    if (!(error instanceof ReplayUnavailable)) throw error;
    if (!error.isKnown) throw notFound('replay', replay.name, 'Concord-Replay');
    throw new ConcordError('REPLAY_NOT_READY', error.message, { field: 'Concord-Replay', value: replay.name });
  }
}
