import { type NormEvent, type NormTimeline, normEvents, normTimeline } from '@concord/government';
import { objectOf, type Recorded } from '@concord/kernel';
import { JsonColumn, rows, TextArrayColumn } from '@concord/projections';
import type { LocalizedText } from '@concord/reference-data';
import { demandsAnything, wordless } from '@concord/trade';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Reach, reachOf } from './reach.js';

/** A norm, the goods that it is about, and when it is in force for which borders. */
@Entity({ schema: 'insight_coverage', name: 'norm' })
export class CoveringNorm {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  jurisdiction!: string;

  @JsonColumn()
  titles!: readonly LocalizedText[];

  /** None: it is limited to no goods. */
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @JsonColumn()
  reach!: readonly Reach[];

  /** Whether anything of it can be checked by a machine. */
  @Column('boolean')
  demands!: boolean;

  /** Without the words, from which nothing here follows. */
  @JsonColumn()
  timeline!: NormTimeline;
}

/** An amendment, however far back it works, makes the reach anew: what the map says of a past day follows from it. */
function evolve(row: CoveringNorm | undefined, event: Recorded<NormEvent>): CoveringNorm | undefined {
  const before = row?.timeline ?? normTimeline.initialState;
  const timeline = normTimeline.evolve(before, wordless(event) as never);
  if (timeline === before) return row;
  const { titles, hsCodes } = 'titles' in event.data ? event.data : (row ?? timeline);
  const { jurisdiction, publishedOn } = timeline;
  const reach = publishedOn === null ? [] : reachOf(timeline);
  return { id: objectOf(event), jurisdiction, titles, hsCodes, reach, demands: demandsAnything(timeline), timeline };
}

export const coveringNorms = rows<CoveringNorm, NormEvent>({
  entity: CoveringNorm,
  events: normEvents,
  keys: (event) => [objectOf(event)],
  evolve,
});
