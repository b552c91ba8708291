import { AccessRecorder } from '@concord/audit';
import { forbidden, notFound, type Reader } from '@concord/graphql';
import type { PartyRegistered } from '@concord/identity';
import { type Actor, comparePositions, dateIn, parseStream, type RecordedEvent, type TimeZone } from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { Archive } from '../history/archive.js';
import type { Reading } from '../history/reading.js';
import type { Dossier, DossierQuestion, VersionInForce } from './dossier.js';
import { type DossierKind, mayOpen, RELATIONS, type Relation, subjectStream } from './dossier-kind.js';
import { partiesIn } from './dossier-parties.js';
import { DossierParts, type Part } from './dossier-parts.js';
import { type Moment, NormVersions } from './norm-versions.js';
import { PROOFS, type Proofs } from './proofs.js';
import { type Act, StepPage } from './step-page.js';

/** The norms whose versions are told at each step, at most: those that came in first. */
const MOST_NORMS = 100;

/** What who asks sees, and the history of what the dossier is about. */
interface Opened {
  readonly reading: Reading;
  readonly subject: readonly RecordedEvent[];
}

/** What was read of the objects of a dossier. */
interface Read {
  readonly page: ReturnType<StepPage['get']>;
  readonly norms: readonly NormVersions[];
  readonly withheld: ReadonlySet<Relation>;
}

const isEnterprise = ({ type, data }: RecordedEvent): boolean =>
  type === 'identity.party.PartyRegistered' && (data as PartyRegistered['data']).kind === 'ENTERPRISE';

/** Gathers dossiers, each object as far as it is disclosed to who asks, and writes down who has read them. */
@Injectable()
export class DossierReader {
  constructor(
    private readonly archive: Archive,
    private readonly parts: DossierParts,
    private readonly recorder: AccessRecorder,
    @Optional() @Inject(PROOFS) private readonly proofs: Proofs | null = null,
  ) {}

  /** @throws ConcordError FORBIDDEN, or NOT_FOUND, which is also the answer to whom its subject is not disclosed */
  async open(question: DossierQuestion, caller: Reader & { readonly actor: Actor }): Promise<Dossier> {
    const { kind, id } = question;
    const reading = this.archive.readBy(caller.actor);
    const subject = await this.admit(kind, id, caller.actor, reading);
    const { parts, nextSince } = await this.parts.of(kind, id, question.since);
    const { page, norms, withheld } = await this.read(parts, question, { reading, subject });
    await this.recorder.recordObjects(caller, { operation: 'DOSSIER', concerns: reading.reserved, detail: `${kind} ${id}` });
    const events = page.acts.map(({ event }) => event);
    return {
      ...{ kind, id, nextSince, next: page.next },
      position: events.at(-1)?.position ?? question.after,
      parties: await partiesIn(events, this.archive),
      steps: this.steps(page.acts, norms),
      withheld: RELATIONS.filter((relation) => withheld.has(relation)),
      proofs: this.proofs && question.withProofs ? await this.proofs.proofsOf(events) : null,
    };
  }

  /** The history of its subject, which is read once. */
  private async admit(kind: DossierKind, id: string, actor: Actor, reading: Reading): Promise<readonly RecordedEvent[]> {
    if (!mayOpen(kind, id, actor)) {
      throw forbidden(`The dossier of an enterprise is for itself, agencies and auditors, and ${actor.kind} ${actor.party} is asking`, {
        field: 'id',
        value: id,
        rule: 'access',
      });
    }
    const events = await reading.whole(subjectStream(kind, id));
    if (events === null || (kind === 'ENTERPRISE' && !events.some(isEnterprise))) throw notFound(kind.toLowerCase(), id, 'id');
    return events;
  }

  private async read(parts: readonly Part[], question: DossierQuestion, { reading, subject }: Opened): Promise<Read> {
    const own = subjectStream(question.kind, question.id);
    const page = new StepPage(question);
    const norms: NormVersions[] = [];
    const withheld = new Set<Relation>();
    for (const { stream, relation, until } of parts) {
      const events = stream === own ? subject : await reading.whole(stream);
      if (events === null) {
        if (await this.archive.exists(stream)) withheld.add(relation);
        continue;
      }
      page.take(relation, until === null ? events : events.filter(({ position }) => comparePositions(position, until) <= 0));
      if (relation === 'NORM' && norms.length < MOST_NORMS) norms.push(this.versionsOf(stream, events));
    }
    return { page: page.get(), norms, withheld };
  }

  private versionsOf(stream: string, events: readonly RecordedEvent[]): NormVersions {
    return new NormVersions(
      parseStream(stream).id,
      events.map((event) => this.archive.lift(event)),
    );
  }

  private steps(acts: readonly Act[], norms: readonly NormVersions[]): Dossier['steps'] {
    const moments = acts.map(({ event: { position, metadata } }): Moment => {
      return { position, day: dateIn('UTC' as TimeZone, metadata.occurredAt) };
    });
    const versions = norms.map((norm) => ({ normId: norm.normId, at: norm.at(moments) }));
    return acts.map(({ relation, event }, index) => ({
      relation,
      phase: event.metadata.phase,
      event: this.archive.lift(event),
      inForce: versions.flatMap(({ normId, at }): readonly VersionInForce[] => {
        const version = at[index] ?? null;
        return version === null ? [] : [{ normId, version }];
      }),
    }));
  }
}
