import { addToDate, type CalendarDate } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Act, AmendingOperation, Commencement, Provision, Standing, Text, Timeline } from '../index.js';

/*
 * The same questions as those that the library answers, answered slowly from the definitions alone: what is known at an edition
 * is the list of acts up to it, and a text is what the calendar makes of it, one day after the other. It shares no code with
 * the library, keeps the text as a tree of objects, and remembers no text.
 */

interface Node {
  readonly eId: string;
  readonly provision: Provision;
  number: string | null;
  /** The edition whose words it has. */
  words: number;
  /** The day on which its eId came into the text; null: it was adopted. */
  readonly since: CalendarDate | null;
  parts: Node[];
}

export interface OracleProvision {
  readonly eId: string;
  readonly parent: string | null;
  readonly number: string | null;
  readonly headings: readonly LocalizedText[];
  readonly text: readonly LocalizedText[];
  readonly standing: Standing;
  readonly words: number;
}

class Misfit extends Error {}

const next = (day: CalendarDate): CalendarDate => addToDate(day, { days: 1 });

/** The days of all acts, and one more before and after: outside of them nothing changes. */
function calendarOf(acts: readonly Act[]): readonly CalendarDate[] {
  const days = (JSON.stringify(acts).match(/"\d{4}-\d{2}-\d{2}"/g) ?? ['"2025-01-01"'])
    .map((day) => JSON.parse(day) as CalendarDate)
    .sort();
  const calendar: CalendarDate[] = [];
  for (let day = days[0] as CalendarDate; day <= next(days.at(-1) as CalendarDate); day = next(day)) calendar.push(day);
  return calendar;
}

export class Oracle {
  private readonly acts: readonly Act[];
  private readonly calendar: readonly CalendarDate[];
  /** The day of each amendment, at the place of its act. */
  private readonly amendedOn: readonly (CalendarDate | undefined)[];
  private readonly first: CalendarDate | undefined;

  constructor(
    private readonly timeline: Timeline,
    edition = timeline.acts.length + 1,
  ) {
    this.acts = timeline.acts.slice(0, edition - 1);
    this.calendar = calendarOf(this.acts);
    this.amendedOn = this.acts.map((act) => (act.kind === 'AMENDMENT' ? this.dayOf(act.commencement) : undefined));
    this.first = this.firstDay();
  }

  /** Whether every amendment that has a day finds what it asks for. */
  fits(): boolean {
    try {
      this.treeOn(this.calendar.at(-1) as CalendarDate, 'strictly');
      return true;
    } catch (error) {
      if (error instanceof Misfit) return false;
      throw error;
    }
  }

  /** The text of a day, its words and its standing; undefined where nothing of the norm is in force yet, or any more. */
  provisionsOn(day: CalendarDate): readonly OracleProvision[] | undefined {
    if (this.first === undefined || day < this.first || this.isRepealed(day)) return undefined;
    const read = (nodes: readonly Node[], above: readonly string[]): OracleProvision[] =>
      nodes.flatMap((node) => {
        const line = [...above, node.eId];
        return [
          { ...this.wordsOf(node), parent: above.at(-1) ?? null, standing: this.standing(node, line, day) },
          ...read(node.parts, line),
        ];
      });
    return read(this.treeOn(day), []);
  }

  private dayOf(commencement: Commencement): CalendarDate | undefined {
    if ('on' in commencement) return commencement.on;
    let day: CalendarDate | undefined;
    for (const act of this.acts) {
      if (act.kind === 'CONDITION' && act.norm === commencement.with && act.provision === commencement.provision) day = act.on;
    }
    return day === undefined || day > commencement.notBefore ? day : commencement.notBefore;
  }

  private isRepealed(day: CalendarDate): boolean {
    return this.acts.some((act) => {
      if (act.kind === 'REPEAL') return act.from <= day;
      if (act.kind !== 'AMENDMENT' || !act.operations.some((change) => change.operation === 'REPEAL' && change.eId === null)) return false;
      const on = this.dayOf(act.commencement);
      return on !== undefined && on <= day;
    });
  }

  private treeOn(day: CalendarDate, strictly?: 'strictly'): Node[] {
    const given = new Set<string>();
    let tree = grow(this.timeline.adopted, 1, null, given);
    for (const today of this.calendar) {
      if (today > day || this.isRepealed(today)) break;
      this.acts.forEach((act, index) => {
        if (act.kind !== 'AMENDMENT' || this.amendedOn[index] !== today) return;
        const before = strictly ? tree : structuredClone(tree);
        const givenBefore = strictly ? [] : [...given];
        try {
          for (const change of act.operations) tree = changed(tree, change, index + 2, today, given);
        } catch (error) {
          if (strictly || !(error instanceof Misfit)) throw error;
          tree = before;
          given.clear();
          for (const eId of givenBefore) given.add(eId);
        }
      });
    }
    return tree;
  }

  private wordsOf({ provision, number, words, eId }: Node): Omit<OracleProvision, 'parent' | 'standing'> {
    let { headings, text } = provision;
    for (const act of this.acts) {
      if (act.kind !== 'CORRECTION' || act.of !== words || act.eId !== eId) continue;
      if (act.headings) headings = act.headings;
      if (act.text) text = act.text;
    }
    return { eId, number, headings, text, words };
  }

  /** The day that was said last of any of these places, null where it is not fixed; undefined where nothing was said. */
  private saidOf(line: readonly string[]): CalendarDate | null | undefined {
    for (const act of this.acts.toReversed()) {
      if (act.kind === 'COMMENCEMENT' && act.provisions?.some((eId) => line.includes(eId))) return this.dayOf(act.commencement) ?? null;
    }
    return undefined;
  }

  private general(): CalendarDate | undefined {
    const act = this.acts.findLast(({ kind, ...rest }) => kind === 'COMMENCEMENT' && 'provisions' in rest && rest.provisions === null);
    return act?.kind === 'COMMENCEMENT' ? this.dayOf(act.commencement) : undefined;
  }

  private firstDay(): CalendarDate | undefined {
    const general = this.general();
    const isInForce = (nodes: readonly Node[], above: readonly string[], day: CalendarDate): boolean =>
      nodes.some(({ eId, parts }) => {
        const said = this.saidOf([...above, eId]);
        return (said && said <= day) || isInForce(parts, [...above, eId], day);
      });
    return this.calendar.find((day) => (general && general <= day) || isInForce(this.treeOn(day), [], day));
  }

  private commencement(node: Node, line: readonly string[]): CalendarDate | undefined {
    const said = this.saidOf(line);
    if (said !== undefined) return said ?? undefined;
    if (node.since === null) return this.general();
    const above = line.slice(0, -1);
    const whole = above.length === 0 ? this.first : this.commencement(nodeAt(this.treeOn(node.since), above), above);
    return whole && whole > node.since ? whole : whole && node.since;
  }

  private standing(node: Node, line: readonly string[], day: CalendarDate): Standing {
    const from = this.commencement(node, line);
    if (from === undefined || day < from) return 'NOT_YET_IN_FORCE';
    const running = new Map<number, CalendarDate | null>();
    for (const today of this.calendar) {
      if (today > day) break;
      this.acts.forEach((act, index) => {
        if ((act.kind !== 'SUSPENSION' && act.kind !== 'RESUMPTION') || act.from !== today) return;
        if (act.provisions !== null && !act.provisions.some((eId) => line.includes(eId))) return;
        if (act.kind === 'SUSPENSION') running.set(index, act.until);
        else for (const pause of [...running.keys()]) if (pause < index) running.delete(pause);
      });
    }
    return [...running.values()].some((until) => until === null || day < until) ? 'SUSPENDED' : 'IN_FORCE';
  }
}

function nodeAt(tree: readonly Node[], line: readonly string[]): Node {
  const [eId, ...below] = line;
  const node = tree.find((candidate) => candidate.eId === eId);
  if (!node) throw new Error(`The tree has no ${line.join(' > ')}`);
  return below.length === 0 ? node : nodeAt(node.parts, below);
}

/** Nodes of a fragment or of a whole text, hung under each other. */
function grow(text: Text, edition: number, since: CalendarDate | null, given: Set<string>): Node[] {
  const nodes = new Map<string, Node>();
  const roots: Node[] = [];
  text.forEach((provision, index) => {
    const { eId, parent, number } = provision;
    const node: Node = { eId, provision, number, words: edition, since, parts: [] };
    const above = parent === null ? undefined : nodes.get(parent);
    if (nodes.has(eId) || (parent !== null && !above && index > 0)) throw new Misfit(eId);
    nodes.set(eId, node);
    (above?.parts ?? roots).push(node);
    given.add(eId);
  });
  return roots;
}

interface Spot {
  readonly siblings: Node[];
  readonly at: number;
  readonly parent: string | null;
}

function spotOf(tree: Node[], eId: string, parent: string | null = null): Spot | undefined {
  const at = tree.findIndex((node) => node.eId === eId);
  if (at >= 0) return { siblings: tree, at, parent };
  for (const node of tree) {
    const spot = spotOf(node.parts, eId, node.eId);
    if (spot) return spot;
  }
  return undefined;
}

function spot(tree: Node[], eId: string): Spot & { readonly node: Node } {
  const found = spotOf(tree, eId);
  const node = found?.siblings[found.at];
  if (!found || !node) throw new Misfit(eId);
  return { ...found, node };
}

/** Every node below, with its parent. */
const below = (node: Node): readonly (readonly [Node, string])[] =>
  node.parts.flatMap((part) => [[part, node.eId] as const, ...below(part)]);

function changed(tree: Node[], change: AmendingOperation, edition: number, today: CalendarDate, given: Set<string>): Node[] {
  switch (change.operation) {
    case 'INSERT': {
      const [first] = change.provisions;
      if (!first || change.provisions.some(({ eId }) => given.has(eId))) throw new Misfit(first?.eId);
      const siblings = first.parent === null ? tree : spot(tree, first.parent).node.parts;
      const behind = change.after === null ? -1 : siblings.findIndex(({ eId }) => eId === change.after);
      if (change.after !== null && behind < 0) throw new Misfit(change.after);
      siblings.splice(behind + 1, 0, ...grow(change.provisions, edition, today, given));
      return tree;
    }
    case 'SUBSTITUTE': {
      const [first, ...others] = change.provisions;
      if (!first) throw new Misfit();
      const { siblings, at, node, parent } = spot(tree, first.eId);
      const replaced = new Map(below(node).map(([part, above]) => [part.eId, { part, above }]));
      if (parent !== first.parent || (change.keepsParts && others.length > 0)) throw new Misfit(first.eId);
      for (const { eId, parent: above } of others) {
        const old = replaced.get(eId);
        if (old ? old.above !== above : given.has(eId)) throw new Misfit(eId);
      }
      const since = new Map([...replaced].map(([eId, { part }]) => [eId, part.since]));
      since.set(node.eId, node.since);
      const [grown] = grow(change.provisions, edition, today, given) as [Node];
      const kept = (fresh: Node): Node => ({
        ...fresh,
        since: since.has(fresh.eId) ? (since.get(fresh.eId) ?? null) : fresh.since,
        parts: fresh.parts.map(kept),
      });
      siblings[at] = { ...kept(grown), parts: change.keepsParts ? node.parts : grown.parts.map(kept) };
      return tree;
    }
    case 'REPEAL': {
      if (change.eId === null) return tree;
      const { siblings, at } = spot(tree, change.eId);
      siblings.splice(at, 1);
      return tree;
    }
    case 'RENUMBER':
      spot(tree, change.eId).node.number = change.number;
      return tree;
  }
}
