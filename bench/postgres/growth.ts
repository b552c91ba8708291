import type { EventLog } from '@concord/event-log';
import { appended, type Load, type Writer } from '../harness/load.js';
import type { Measurement } from '../harness/measurement.js';
import { Pair } from '../harness/pair.js';
import { Drafting, NormAppender } from './command.js';
import { GrownPlatform } from './grown.js';
import { questions } from './norms-in-force.js';
import type { Pattern } from './pattern.js';
import { listsPerSecond } from './query-list.js';
import { visible } from './visible.js';

const EVENTS = { many: 2_000_000, few: 20_000 };
/** Little beside the smaller log, which grows by what is measured. */
const SIXTEEN: Load = { callers: 16, appends: 400, events: 1 };
const QUESTIONS = 400;
const SECOND_MS = 1_000;

export class Grown {
  private constructor(
    private readonly ground: GrownPlatform,
    private readonly drafting: Drafting,
  ) {}

  static async open(pattern: Pattern, events: number): Promise<Grown> {
    const ground = await GrownPlatform.open(pattern, events);
    return new Grown(ground, await Drafting.on(ground.platform));
  }

  /** Events in a second. No read model takes them: they would not understand what is in them. */
  append(seed: number): Promise<number> {
    const log: EventLog = this.ground.log;
    const write: Writer = (stream, revision, events) =>
      log.append(
        stream,
        revision,
        events.map((event) => ({ ...event, type: 'bench.sample.Recorded' })),
      );
    return appended(SIXTEEN, write, seed);
  }

  /** Answers in a second. */
  list(seed: number): Promise<number> {
    return listsPerSecond(`${this.ground.platform.url}/graphql`, questions(QUESTIONS, seed));
  }

  /** How many commands could be seen in a second, one after the other: so that more is better, as in the other rows. */
  async see(): Promise<number> {
    const drafting = (): Drafting => this.drafting;
    const [median] = visible(drafting, new NormAppender(drafting, () => this.ground.log));
    return SECOND_MS / ((await median?.ours()) ?? 0);
  }

  close(): Promise<void> {
    return this.ground.close();
  }
}

/** A platform with a long history, and one with a short history, each over a server of its own. */
export const grownPair = (pattern: Pattern): Promise<Pair<Grown>> => Pair.open((events) => Grown.open(pattern, events), EVENTS);

/** What a long history costs: the figures of a platform with one, beside those of a platform without. */
export function growth(pair: () => Promise<Pair<Grown>>, seed: number): readonly Measurement[] {
  const row = (name: string, unit: string, figure: (grown: Grown) => Promise<number>): Measurement => ({
    name: `growth-${name}`,
    goal: 0.9,
    unit,
    better: 'higher',
    prepare: async () => {
      await pair();
    },
    ours: async () => figure((await pair()).many),
    yardstick: async () => figure((await pair()).few),
  });
  return [
    row('append-16', 'events/s', (grown) => grown.append(seed)),
    row('query-list', 'requests/s', (grown) => grown.list(seed)),
    row('visible', 'seen/s', (grown) => grown.see()),
  ];
}
