import { setTimeout as pause } from 'node:timers/promises';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { addToDate, type CalendarDate, type Instant, type RecordedEvent } from '@concord/kernel';
import type { Act, AmendingOperation, Provision, Text, Timeline } from '@concord/legal-text';
import { DAYS, dayOf, Oracle, type OracleProvision, provision, USUAL, unchecked } from '@concord/legal-text/testing';
import fc from 'fast-check';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';
import type { NormEvent } from './norm.events.js';

const ZONE = 'Asia/Shanghai';
const today = new Date().toLocaleDateString('sv', { timeZone: ZONE }) as CalendarDate;
const titles = [{ language: 'en', text: 'A norm' }];

/** The days of generated histories lie around today, so that some of them are gone by. */
const FIRST = -6;
const days = Array.from({ length: DAYS + 8 }, (_, number) => addToDate(today, { days: number + FIRST - 1 }));
const dayByText = new Map(Array.from({ length: DAYS + 8 }, (_, number) => [dayOf(number), addToDate(today, { days: number + FIRST })]));
const aroundToday = <T>(acts: T): T => JSON.parse(JSON.stringify(acts), (_, value) => dayByText.get(value as CalendarDate) ?? value);

const provisionInput = ({ eId, parent, number, headings, text }: Provision) => ({ eId, parent, number, headings, text });

function operationInput(change: AmendingOperation): object {
  return 'provisions' in change ? { ...change, provisions: change.provisions.map(provisionInput) } : change;
}

/** The mutation that asks for an act, and its input. */
function mutationOf(act: Act, normId: string, nameOf: (norm: string) => string): readonly [string, object] {
  const when = (commencement: Extract<Act, { kind: 'AMENDMENT' }>['commencement']) =>
    'on' in commencement
      ? { inForceFrom: commencement.on }
      : { inForceWith: { norm: nameOf(commencement.with), provision: commencement.provision } };
  switch (act.kind) {
    case 'AMENDMENT': {
      const { commencement, operations, reason } = act;
      return ['AmendNorm', { normId, ...when(commencement), operations: operations.map(operationInput), reason }];
    }
    case 'CORRECTION': {
      const { eId, headings, text, correction, reason } = act;
      return ['CorrectText', { normId, eId, headings, text, correction, reason }];
    }
    case 'COMMENCEMENT':
      return ['CommenceNorm', { normId, provisions: act.provisions, ...when(act.commencement) }];
    case 'SUSPENSION': {
      const { provisions, from, until, reason } = act;
      return ['SuspendProvisions', { normId, provisions, from, until, reason }];
    }
    case 'RESUMPTION': {
      const { provisions, from, reason } = act;
      return ['ResumeProvisions', { normId, provisions, from, reason }];
    }
    case 'REPEAL':
      return ['RepealNorm', { normId, repealedFrom: act.from, reason: act.reason }];
    case 'CONDITION':
      return ['CommenceNorm', { normId: nameOf(act.norm), inForceFrom: act.on }];
  }
}

/** What an event did to the text, read from the log as any auditor could; undefined where it did nothing. */
function actOf({ type, data }: RecordedEvent): Act | undefined {
  const event = { type, data } as NormEvent;
  switch (event.type) {
    case 'government.norm.NormPublished':
      return event.data.inForceFrom === null
        ? undefined
        : { kind: 'COMMENCEMENT', provisions: null, commencement: { on: event.data.inForceFrom } };
    case 'government.norm.NormAmended':
      return { kind: 'AMENDMENT', ...event.data };
    case 'government.norm.TextCorrected':
      return { kind: 'CORRECTION', ...event.data };
    case 'government.norm.NormCommenced':
      return { kind: 'COMMENCEMENT', ...event.data };
    case 'government.norm.ProvisionsSuspended':
      return { kind: 'SUSPENSION', ...event.data };
    case 'government.norm.ProvisionsResumed':
      return { kind: 'RESUMPTION', ...event.data };
    case 'government.norm.ConditionMet':
      return { kind: 'CONDITION', ...event.data };
    case 'government.norm.NormRepealed':
      return { kind: 'REPEAL', from: event.data.repealedFrom, reason: event.data.reason };
    default:
      return undefined;
  }
}

interface Shown {
  readonly edition: number;
  readonly provisions: readonly OracleProvision[];
}

describe('The text of a norm in force on a day, as it was known at an instant', () => {
  let running: RunningContext;
  let agency: Ask;

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('cn-samr', 'AGENCY', ['OFFICER', 'ADMIN']);
  });

  afterAll(() => running?.stop());

  /** Whether it was done; a refusal for the state of the norm is an answer, too. */
  async function tried(name: string, input: object): Promise<boolean> {
    const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const { codes } = await agency(`mutation($input: ${name}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    expect(codes).not.toContain('BAD_INPUT');
    expect(codes).not.toContain('INTERNAL');
    return codes.length === 0;
  }

  async function adopted(normId: string, provisions: Text, inForceFrom: CalendarDate | null): Promise<void> {
    const input = { normId, jurisdiction: 'CN', documentType: 'order', titles, provisions: provisions.map(provisionInput) };
    expect(await tried('DraftNorm', input)).toBe(true);
    expect(await tried('PublishNorm', { normId, publishedOn: days[0], inForceFrom, zone: ZONE })).toBe(true);
  }

  async function recorded(normId: string): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of running.app.get<EventLog>(EVENT_LOG).readStream(`government.norm/${normId}`)) events.push(event);
    return events;
  }

  /** The log of a norm, once what waits for another one that has a day has learnt of it. */
  async function settled(normId: string, commenced: ReadonlySet<string>): Promise<readonly RecordedEvent[]> {
    for (let tries = 0; ; tries++) {
      const events = await recorded(normId);
      const acts = events.flatMap((event) => actOf(event) ?? []);
      const waits = acts.some(
        (act) =>
          'commencement' in act &&
          'with' in act.commencement &&
          act.commencement.provision === null &&
          commenced.has(act.commencement.with) &&
          !acts.some((other) => other.kind === 'CONDITION' && 'with' in act.commencement && other.norm === act.commencement.with),
      );
      if (!waits) return events;
      if (tries === 300) throw new Error(`${normId} did not learn that ${[...commenced].join()} came into force`);
      await pause(100);
    }
  }

  const FIELDS = 'edition provisions { eId parent number headings { language text } text { language text } standing words }';

  /** The text of each day, as it was known at the instant. */
  async function shown(normId: string, knownAt: Instant, atLeast: string): Promise<readonly (Shown | null)[]> {
    const texts = days.map((day, number) => `day${number}: text(inForceOn: "${day}", knownAt: "${knownAt}") { ${FIELDS} }`);
    const query = `query($id: ID!, $atLeast: Position) { norm(id: $id, atLeast: $atLeast) { ${texts.join(' ')} } }`;
    const { data, codes, messages } = await agency(query, { id: normId, atLeast });
    expect({ codes, messages }).toEqual({ codes: [], messages: [] });
    return days.map((_, number) => data.norm[`day${number}`]);
  }

  /** Goes through a history by commands; how many of them were carried out. */
  async function lived(normId: string, proposal: Timeline): Promise<number> {
    const nameOf = (norm: string) => `${normId}-${norm}`;
    for (const norm of ['norm-a', 'norm-b', 'norm-c']) await adopted(nameOf(norm), proposal.adopted, null);
    await adopted(normId, proposal.adopted, days[2] ?? null);
    const commenced = new Set<string>();
    let done = 0;
    for (const act of aroundToday(proposal.acts)) {
      const ok = await tried(...mutationOf(act, normId, nameOf));
      if (ok) done += 1;
      if (ok && act.kind === 'CONDITION') commenced.add(nameOf(act.norm));
    }
    const events = await settled(normId, commenced);
    const atLeast = events.at(-1)?.position as string;
    const acts = events.flatMap((event) => {
      const act = actOf(event);
      return act ? [{ act, recordedAt: event.recordedAt }] : [];
    });
    const instants = [...new Set(events.map(({ recordedAt }) => recordedAt))];
    for (const knownAt of instants) {
      const known = acts.filter(({ recordedAt }) => recordedAt <= knownAt).map(({ act }) => act);
      const isAdopted = events.some(({ type, recordedAt }) => type === 'government.norm.NormPublished' && recordedAt <= knownAt);
      const oracle = new Oracle({ adopted: proposal.adopted, acts: known });
      const texts = await shown(normId, knownAt, atLeast);
      expect(texts.map((text) => text?.provisions)).toEqual(days.map((day) => (isAdopted ? oracle.provisionsOn(day) : undefined)));
      for (const text of texts) if (text) expect(text.edition).toBe(known.length + 1);
    }
    return done;
  }

  it('is what the log held by then makes of the calendar', async () => {
    const setting = { ...USUAL, fewest: 20, most: 20, acts: { ...USUAL.acts, REPEAL: 0 } };
    let number = 0;
    await fc.assert(
      fc.asyncProperty(unchecked(setting), async (proposal) => {
        number += 1;
        expect(await lived(`lived-${number}`, proposal)).toBeGreaterThan(0);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it('changes on days gone by when an amendment works backwards, and not at instants gone by', async () => {
    const [before, from, after] = [-3, -2, -1].map((number) => addToDate(today, { days: number })) as [
      CalendarDate,
      CalendarDate,
      CalendarDate,
    ];
    await adopted('order', [provision('sec_1', null, 'as adopted')], before);
    const published = await recorded('order');
    const substitute = { operation: 'SUBSTITUTE', provision: provisionInput(provision('sec_1', null, 'as amended')), keepsParts: true };
    expect(await tried('AmendNorm', { normId: 'order', inForceFrom: from, operations: [substitute], reason: 'It was unclear' })).toBe(true);
    const amended = await recorded('order');
    const wordsAt = async (events: readonly RecordedEvent[]) => {
      const last = amended.at(-1)?.position as string;
      const texts = await shown('order', events.at(-1)?.recordedAt as Instant, last);
      return [before, from, after].map((day) => texts[days.indexOf(day)]?.provisions[0]?.text[0]?.text);
    };
    expect(await wordsAt(published)).toEqual(['as adopted', 'as adopted', 'as adopted']);
    expect(await wordsAt(amended)).toEqual(['as adopted', 'as amended', 'as amended']);
  });
});
