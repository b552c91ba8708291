import { connect, subscribe } from './live.js';
import type { Headers } from './people.js';
import type { RunningPlatform } from './running-platform.js';

/** An event as the API tells it. */
export interface ToldEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

/** The position of the last event, as /health tells it. */
export async function headOf(platform: RunningPlatform): Promise<string> {
  const { info } = (await (await fetch(`${platform.url}/health`)).json()) as { info: { 'event log': { head: string } } };
  return info['event log'].head;
}

/** Every event of some types from the beginning, as a follower of the log learns of them; ends at the head. */
export async function readLog(platform: RunningPlatform, types: readonly string[], headers?: Headers): Promise<ToldEvent[]> {
  const head = Number(await headOf(platform));
  const found: ToldEvent[] = [];
  const client = connect(platform, headers);
  // The last event of all need not be of these types: the log is followed whole and sorted here.
  const query = 'subscription { events(after: "0") { id type stream revision position } }';
  if (head > 0) {
    for await (const { data } of subscribe(client, query)) {
      const event = data.events as ToldEvent;
      if (types.includes(event.type)) found.push(event);
      if (Number(event.position) >= head) break;
    }
  }
  await client.dispose();
  return found;
}
