import type { EventLog } from '@concord/event-log';
import { newId, type RecordedEvent } from '@concord/kernel';
import { bearer, type HttpAnswer, type RunningPlatform } from '../../test/support/running-platform.js';
import { type Measurement, perSecond } from '../harness/measurement.js';
import { post } from '../harness/posting.js';

const CALLERS = 16;
/** Of each caller, one after the other. */
const COMMANDS = 200;
const AGENCY = 'bench-agency';

const REGISTER = `mutation { registerParty(input: { partyId: "${AGENCY}", name: "Agency", jurisdiction: "US" }) { receipt { position } } }`;
const DRAFT = `mutation Draft($normId: ID!, $text: String!) {
  draftNorm(input: {
    normId: $normId, jurisdiction: "US", documentType: "Regulation", hsCodes: ["9503"]
    titles: [{ language: "en", text: "Test reports for imported toys" }]
    provisions: [{ eId: "sec_1", heading: "Test report", text: [{ language: "en", text: $text }] }]
  }) { receipt { stream revision position } }
}`;
const TEXT = 'Whoever sells toys into the country holds a test report ready. '.repeat(3);

/** A platform with an agency that drafts norms. */
export class Drafting {
  private constructor(
    private readonly platform: RunningPlatform,
    private readonly headers: Record<string, string>,
  ) {}

  static async on(platform: RunningPlatform): Promise<Drafting> {
    const drafting = new Drafting(platform, bearer(await platform.token(AGENCY, 'AGENCY')));
    await drafting.ask(REGISTER);
    return drafting;
  }

  /** Drafts a norm. @returns the stream that holds it, and nothing else */
  async draft(): Promise<string> {
    const data = await this.ask(DRAFT, { normId: `norm-${newId()}`, text: TEXT });
    return data.draftNorm.receipt.stream;
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
  async ask(query: string, variables: object = {}): Promise<any> {
    const { data, errors } = (await post(`${this.platform.url}/graphql`, { query, variables }, this.headers)) as HttpAnswer;
    if (errors) throw new Error(`The platform refused: ${JSON.stringify(errors)}`);
    return data;
  }
}

async function sideBySide(act: () => Promise<unknown>): Promise<number> {
  const call = async (): Promise<void> => {
    for (let done = 0; done < COMMANDS; done++) await act();
  };
  return perSecond(CALLERS * COMMANDS, async () => {
    await Promise.all(Array.from({ length: CALLERS }, call));
  });
}

async function only(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent> {
  for await (const event of events) return event;
  throw new Error('A norm that was drafted has no event');
}

/** Appends the events of drafts to the log of a platform, without anything around it. */
export class NormAppender {
  private template: RecordedEvent | undefined;

  constructor(
    private readonly drafting: () => Drafting,
    private readonly log: () => EventLog,
  ) {}

  /** Learns from a mutation what its event is like. */
  async prepare(): Promise<void> {
    this.template = await only(this.log().readStream(await this.drafting().draft()));
  }

  /** @throws Error when it has not been prepared */
  append(): Promise<unknown> {
    if (!this.template) throw new Error('No event has been drafted yet');
    const { type, schemaVersion, data, metadata } = this.template;
    return this.log().append(`government.norm/norm-${newId()}`, -1, [{ id: newId(), type, schemaVersion, data, metadata }]);
  }
}

/** A mutation to its receipt, beside the append of the same event to the same log. */
export const command = (drafting: () => Drafting, norms: NormAppender): Measurement => ({
  name: 'command',
  goal: 0.5,
  unit: 'commands/s',
  better: 'higher',
  prepare: () => norms.prepare(),
  ours: () => sideBySide(() => drafting().draft()),
  yardstick: () => sideBySide(() => norms.append()),
});
