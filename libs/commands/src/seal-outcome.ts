import { type AnyAggregate, type DomainEvent, type Secrets, streamOf } from '@concord/kernel';
import { sealPersonal } from '@concord/secrets';

/**
 * What was decided, as it is recorded: what belongs to a person under that person's key. Each time it comes out another one.
 * @param state the object before the command
 * @throws SecretDestroyed when what belonged to the person was erased
 */
export async function sealOutcome(
  secrets: Secrets,
  aggregate: AnyAggregate,
  id: string,
  state: unknown,
  outcome: readonly DomainEvent[],
): Promise<readonly DomainEvent[]> {
  const sealed: DomainEvent[] = [];
  for (const event of outcome) {
    const personal = aggregate.events[event.type]?.personal;
    const person = personal?.of(event.data as never, state as never, id) ?? null;
    const stream = streamOf(aggregate, id);
    sealed.push(
      personal && person !== null ? { ...event, data: await sealPersonal(secrets, person, stream, event.data, personal.at) } : event,
    );
  }
  return sealed;
}
