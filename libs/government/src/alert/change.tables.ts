import { type CalendarDate, type Instant, objectOf, type Position, pick, type Recorded } from '@concord/kernel';
import type { Provision } from '@concord/legal-text';
import { DateColumn, InstantColumn, JsonColumn, PositionColumn, rows, TextArrayColumn } from '@concord/projections';
import type { LocalizedText } from '@concord/reference-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type DraftRevised, type NormAmended, type NormDrafted, normEvents, type TextCorrected } from '../norm/norm.events.js';
import { type ChangeEvent, type ChangeFacts, type ChangeKind, changeEvents, changeOf } from './change.js';

/** One change of a norm: one event. */
@Entity({ schema: 'government_alerts', name: 'change' })
export class Change implements ChangeFacts {
  @PrimaryColumn('text')
  norm!: string;

  /** Of the norm, by which a change is known whatever log it stands in. */
  @PrimaryColumn('int')
  revision!: number;

  @PositionColumn()
  position!: Position;

  @InstantColumn()
  recordedAt!: Instant;

  @Column('text')
  kind!: ChangeKind;

  @DateColumn({ nullable: true })
  on!: CalendarDate | null;

  @InstantColumn({ nullable: true })
  closesAt!: Instant | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { nullable: true })
  by!: string | null;

  @TextArrayColumn()
  provisions!: readonly string[];
}

export const changes = rows<Change, ChangeEvent>({
  entity: Change,
  events: changeEvents,
  keys: (event) => [[objectOf(event), event.revision]],
  evolve(_, event) {
    const { revision, position, recordedAt } = event;
    return { norm: objectOf(event), revision, position, recordedAt, ...changeOf(event) };
  },
});

/** What never changes about a norm. */
@Entity({ schema: 'government_alerts', name: 'subject' })
export class Subject {
  @PrimaryColumn('text')
  norm!: string;

  @Column('text')
  jurisdiction!: string;

  @Column('text')
  agency!: string;

  @Column('text')
  documentType!: string;
}

export const subjects = rows<Subject, NormDrafted>({
  entity: Subject,
  events: pick(normEvents, 'government.norm.NormDrafted'),
  keys: (event) => [objectOf(event)],
  evolve(_, event) {
    const { jurisdiction, agency, documentType } = event.data;
    return { norm: objectOf(event), jurisdiction, agency, documentType };
  },
});

/** What an event says a norm is about: a draft all of it, an amendment or correction the words that it brings. */
@Entity({ schema: 'government_alerts', name: 'wording' })
export class Wording {
  @PrimaryColumn('text')
  norm!: string;

  @PrimaryColumn('int')
  revision!: number;

  /** Of a draft; null where the titles stay. */
  @JsonColumn({ nullable: true })
  titles!: readonly LocalizedText[] | null;

  /** Of a draft; null where the goods stay. */
  @TextArrayColumn({ nullable: true })
  hsCodes!: readonly string[] | null;

  @Column('text')
  words!: string;
}

type WordingEvent = NormDrafted | DraftRevised | NormAmended | TextCorrected;

/** PostgreSQL indexes no text whose words take more than 1 MiB; this many characters stay below it in every script. */
const SEARCHED_CHARACTERS = 200_000;

type Texts = readonly LocalizedText[];

const wordsOf = (...texts: readonly Texts[]): string =>
  texts
    .flat()
    .map(({ text }) => text)
    .join('\n')
    .slice(0, SEARCHED_CHARACTERS)
    .toWellFormed();

const textsOf = (provisions: readonly Provision[]): readonly Texts[] => provisions.flatMap(({ headings, text }) => [headings, text]);

function wordingOf({ type, data }: WordingEvent): Pick<Wording, 'titles' | 'hsCodes' | 'words'> {
  switch (type) {
    case 'government.norm.NormDrafted':
    case 'government.norm.DraftRevised': {
      const { titles, hsCodes, provisions } = data;
      return { titles, hsCodes, words: wordsOf(titles, ...textsOf(provisions)) };
    }
    case 'government.norm.NormAmended': {
      const brought = data.operations.flatMap((operation) => ('provisions' in operation ? operation.provisions : []));
      return { titles: null, hsCodes: null, words: wordsOf(...textsOf(brought)) };
    }
    case 'government.norm.TextCorrected':
      return { titles: null, hsCodes: null, words: wordsOf(data.headings ?? [], data.text ?? []) };
  }
}

export const wordings = rows<Wording, WordingEvent>({
  entity: Wording,
  events: pick(
    normEvents,
    'government.norm.NormDrafted',
    'government.norm.DraftRevised',
    'government.norm.NormAmended',
    'government.norm.TextCorrected',
  ),
  keys: (event) => [[objectOf(event), event.revision]],
  evolve: (_, event: Recorded<WordingEvent>) => ({ norm: objectOf(event), revision: event.revision, ...wordingOf(event) }),
});
