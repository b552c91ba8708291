import { AccessRecorder } from '@concord/audit';
import { badInput, type Reader } from '@concord/graphql';
import { type Instant, type Position, type RecordedEvent, streamOf } from '@concord/kernel';
import { Injectable } from '@nestjs/common';
import { Archive, type DisclosedObject } from '../history/archive.js';
import { logEventOf } from '../history/log-event.js';
import type { Reading } from '../history/reading.js';
import { type CauseFinder, type Chain, chainOf } from './cause-chain.js';
import { CauseIndex } from './cause-index.js';
import type { AnyExplainer, Sources } from './explainer.js';
import { Explainers } from './explainers.js';
import { commandOf, type Explanation, type FieldChange } from './explanation.types.js';
import { type FieldPath, fieldPathOf, knownPart, membersOf, valueAt } from './field-path.js';
import { type Change, FieldTrace, told } from './field-trace.js';
import { groundsList } from './grounds-list.js';

/** What is asked: an object as a text names it, a path into it, and how much of the log counts. */
export interface Asked {
  readonly id: string;
  readonly field: string | null;
  readonly until?: Position | undefined;
  readonly knownAt?: Instant | undefined;
}

/** An object's history, told as far as it counts. */
interface Told {
  readonly trace: FieldTrace;
  readonly facts: unknown;
  readonly shown: object;
  readonly revision: number;
  readonly position: Position;
}

/** Explains objects by their histories, each as far as it is disclosed, and writes down who has read them. */
@Injectable()
export class Explanations {
  constructor(
    private readonly archive: Archive,
    private readonly explainers: Explainers,
    private readonly index: CauseIndex,
    private readonly recorder: AccessRecorder,
  ) {}

  /** @throws ConcordError NOT_FOUND, or BAD_INPUT where the object never had such a field */
  async explain(asked: Asked, reader: Reader): Promise<Explanation> {
    const path = fieldPathOf(asked.field);
    const reading = this.archive.readBy(reader.actor);
    const object = await reading.find(asked.id);
    const explainer = this.explainers.of(object.aggregate.name);
    const { trace, facts, shown, revision, position } = await this.tell(object, path, asked, explainer);
    if (!trace.known && path.length > 0) throw unknownField(asked.field ?? '', path, shown, object.stream);
    const changes = await this.withCauses(trace.changes, reading);
    const { stream, id } = object;
    const cause = trace.changes.at(-1)?.event ?? null;
    const grounds = explainer ? await explainer.grounds({ id, stream, path, cause, facts }, this.sourcesFor(asked, reading)) : [];
    const detail = asked.field === null ? stream : `${stream} ${asked.field}`;
    await this.recorder.recordObjects(reader, { operation: 'EXPLANATION', concerns: reading.reserved, detail });
    return {
      ...{ stream, field: asked.field, revision, position, changes, cause: changes.at(-1) ?? null },
      value: told(trace.now).value,
      changesLeft: trace.total - changes.length,
      grounds: groundsList(grounds),
    };
  }

  private async tell(
    object: DisclosedObject,
    path: FieldPath,
    { until, knownAt }: Asked,
    explainer: AnyExplainer | undefined,
  ): Promise<Told> {
    const { aggregate } = object;
    let state: unknown = aggregate.initialState;
    let facts: unknown = explainer?.initial;
    const { redaction } = aggregate;
    const shownNow = (): object => ({ ...explainer?.told(facts), ...((redaction?.state(state) ?? state) as object) });
    let shown = shownNow();
    const trace = new FieldTrace(path, shown);
    const seen = (event: RecordedEvent): void => {
      state = aggregate.evolve(state, event);
      facts = explainer?.evolve(facts, event);
      shown = shownNow();
      trace.take(redaction ? { ...event, data: redaction.event(event, state).data } : event, shown);
    };
    const { revision, position } = await this.archive.load(object, { until, knownAt, seen });
    return { trace, facts, shown, revision, position };
  }

  private async withCauses(changes: readonly Change[], reading: Reading): Promise<readonly FieldChange[]> {
    const finder = this.finderFor(reading);
    const explained: FieldChange[] = [];
    for (const change of changes) explained.push(fieldChange(change, await chainOf(change.event, finder)));
    return explained;
  }

  /** Remembers what it was asked: one cause often has many effects. */
  private finderFor(reading: Reading): CauseFinder {
    const found = new Map<string | null, Promise<RecordedEvent | undefined>>();
    return {
      causeOf: (event) =>
        remembered(found, event.metadata.causationId, async () => {
          const cause = await this.index.causeOf(event);
          const object = cause && (await reading.open(cause.stream));
          return cause && (object?.shown(this.archive.lift(cause)) ?? cause);
        }),
      discloses: (stream) => reading.discloses(stream),
    };
  }

  /** Other objects as the log stood then, too. */
  private sourcesFor({ until, knownAt }: Asked, reading: Reading): Sources {
    return {
      read: async (fold, id, options) => {
        const may = await reading.discloses(streamOf(fold, id));
        return may ? this.archive.read(fold, id, { until, knownAt, ...options }) : null;
      },
    };
  }
}

function remembered<Key, T>(memory: Map<Key, Promise<T>>, key: Key, ask: () => Promise<T>): Promise<T> {
  const known = memory.get(key) ?? ask();
  memory.set(key, known);
  return known;
}

function fieldChange({ event, before, after }: Change, { links, first, cut }: Chain): FieldChange {
  const [was, is] = [told(before), told(after)];
  return {
    event: logEventOf(event),
    ...{ before: was.value, after: is.value, cut: was.cut || is.cut, causesCut: cut },
    causes: links.map((link) =>
      'event' in link ? { event: logEventOf(link.event), withheld: null } : { event: null, withheld: link.withheld },
    ),
    command: first && commandOf(first),
  };
}

function unknownField(field: string, path: FieldPath, shown: object, stream: string) {
  const known = knownPart(shown, path);
  const place = known.length === 0 ? stream : `${known.join('.')} of ${stream}`;
  const rule = `there is ${membersOf(valueAt(shown, known))}`;
  return badInput(`field: ${field} was never in the state: in ${place} ${rule}`, { field: 'field', value: field, rule });
}
