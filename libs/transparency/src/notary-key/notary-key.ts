import { aggregate, type DecisionContext, firstRejection, ignored, type Outcome, on, type Rejection, reject } from '@concord/kernel';
import { ProofRefused, parseVkey, verifySuccession } from '@concord/proof';
import { SucceedNotaryKey } from './notary-key.commands.js';
import { type NotaryEvent, notaryEvents } from './notary-key.events.js';

export interface NotaryState {
  /** The keys that signed before, in order. */
  readonly retired: readonly string[];
  /** The key that the log last named; null while the first one signs. */
  readonly current: string | null;
}

const initialState: NotaryState = { retired: [], current: null };

/** Whether the key that ends has signed that the other follows it. */
function faultOf({ retired, successor, note }: SucceedNotaryKey): Rejection | undefined {
  try {
    const key = parseVkey(retired);
    verifySuccession({ retired, successor, note }, key.name, key);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProofRefused)) throw error;
    return reject('BAD_SUCCESSION', error.message.replace(/\.$/, ''), { field: 'note', value: note, rule: 'docs/transparency-log.md' });
  }
}

function succeed(command: SucceedNotaryKey, { current, retired: before }: NotaryState, _: DecisionContext): Outcome<NotaryEvent> {
  const { retired, successor, note } = command;
  const refusal = firstRejection(
    current === null || current === retired
      ? undefined
      : reject('NOT_THE_CURRENT_KEY', `Checkpoints are signed with ${current}`, { field: 'retired', value: retired }),
    successor === retired || before.includes(successor)
      ? reject('KEY_USED_BEFORE', 'A key that has signed before is no successor', { field: 'successor', value: successor })
      : undefined,
    faultOf(command),
  );
  return refusal ?? [{ type: 'transparency.notary.KeySucceeded', data: { retired, successor, note } }];
}

/** Which key signs the checkpoints of the log: its id is the identity of the log. */
export const notary = aggregate<NotaryState, NotaryEvent>({
  name: 'transparency.notary',
  initialState,
  events: notaryEvents,
  decisions: [on(SucceedNotaryKey, 'logId', succeed)],
  evolve(state, event) {
    switch (event.type) {
      case 'transparency.notary.KeySucceeded':
        return { retired: [...state.retired, event.data.retired], current: event.data.successor };
      default:
        return ignored(state, event as never);
    }
  },
  disclosedTo: () => true,
});
