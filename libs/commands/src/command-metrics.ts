import { isRejection } from '@concord/kernel';
import { Histogram } from 'prom-client';
import type { Answer } from './issue.js';

/** How long commands took, in seconds, by command and outcome: `accepted`, the code of a rejection, or `fault`. */
const duration = new Histogram({
  name: 'concord_command_duration_seconds',
  help: 'Time from a command to its durable answer, by command and outcome.',
  labelNames: ['command', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** Measures one command. */
export async function measured(command: string, work: () => Promise<Answer>): Promise<Answer> {
  const stop = duration.startTimer({ command });
  try {
    const answer = await work();
    stop({ outcome: isRejection(answer) ? answer.code : 'accepted' });
    return answer;
  } catch (error) {
    stop({ outcome: 'fault' });
    throw error;
  }
}
