import type { PlacedRequirement } from '../requirement.js';
import { callOf, childrenOf, constantOf, loopOf, type Node, pathOf, syntaxOf } from './syntax.js';

/**
 * What whoever trades can still choose when the goods, their way and the parties are settled. What is chosen of one does not
 * restrict the others; within one it may: the value follows from quantities and prices, and only who is registered has a mode of
 * operation. Each kind of document that is asked for by name is a choice of its own; `DOCUMENTS` stands for all of them.
 */
type Choice = 'DOCUMENTS' | 'LICENCE' | 'REGISTRATION' | 'AMOUNTS' | `DOCUMENTS ${string}`;

/**
 * How a requirement depends on a choice. `EXTREME`: it is the easier to meet the nearer the choice comes to its one extreme, which
 * is every document, a licence, a registration, the least amounts. `ANY`: nobody knows.
 */
type Dependence = 'EXTREME' | 'ANY';
type Dependences = Map<Choice, Dependence>;

/** Whether a condition holds the sooner (1) or the later (-1) the more its parts hold; 0: neither. */
type Sense = 1 | 0 | -1;

const DOCUMENTS = 'transaction.documents';
const LINES = 'transaction.lines';
const VALUE = 'transaction.valueMinorUnits';
const AMOUNTS_OF_LINE = new Set(['quantity', 'unitPriceMinorUnits']);
const CHOICE_OF: ReadonlyMap<string, Choice> = new Map([
  [DOCUMENTS, 'DOCUMENTS'],
  [VALUE, 'AMOUNTS'],
  [LINES, 'AMOUNTS'],
  ['seller.licensed', 'LICENCE'],
  ['seller.registered', 'REGISTRATION'],
  ['seller.jurisdiction', 'REGISTRATION'],
  ['seller.operationMode', 'REGISTRATION'],
]);
/** Facts that are true at the extreme of their choice. */
const TRUE_AT_EXTREME = new Set(['seller.licensed', 'seller.registered']);
/** Facts that are read as a whole could be any of their parts. */
const WHOLE = new Set(['transaction', 'seller']);

/** Comparisons that hold the sooner the less the left side is, and those that do the less the right side is. */
const LESS_LEFT = new Set(['_<_', '_<=_']);
const LESS_RIGHT = new Set(['_>_', '_>=_']);

const turned = (sense: Sense): Sense => (sense === 0 ? 0 : sense === 1 ? -1 : 1);

class Collector {
  readonly found: Dependences = new Map();

  /** @param lines the names that stand for a line here */
  collect(node: Node, sense: Sense, lines: ReadonlySet<string>): void {
    const loop = loopOf(node);
    const call = callOf(node);
    const path = pathOf(node);
    if (loop) {
      const overLines = pathOf(loop.range)?.join('.') === LINES;
      if (!overLines) this.collect(loop.range, 0, lines);
      const others = [...lines].filter((name) => name !== loop.variable);
      this.collect(loop.body, sense, new Set(overLines ? [...others, loop.variable] : others));
    } else if (call) this.call(call.name, call.operands, sense, lines);
    else if (path) this.fact(path, sense, lines);
    else for (const child of childrenOf(node)) this.collect(child, 0, lines);
  }

  private call(name: string, operands: readonly Node[], sense: Sense, lines: ReadonlySet<string>): void {
    const [first, second] = operands;
    const each = (nodes: readonly Node[], inner: Sense) => nodes.forEach((node) => void this.collect(node, inner, lines));
    if (name === '_&&_' || name === '_||_') each(operands, sense);
    else if (name === '!_') each(operands, turned(sense));
    else if (name === '_?_:_') {
      each(operands.slice(0, 1), 0);
      each(operands.slice(1), sense);
    } else if (name === '@in' && first && second && pathOf(second)?.join('.') === DOCUMENTS) {
      const document = constantOf(first);
      each([first], 0);
      this.note(typeof document === 'string' ? `DOCUMENTS ${document}` : 'DOCUMENTS', sense === 1);
    } else if (LESS_LEFT.has(name) || LESS_RIGHT.has(name)) {
      const less = LESS_LEFT.has(name);
      this.side(first, less ? sense : turned(sense), lines);
      this.side(second, less ? turned(sense) : sense, lines);
    } else each(operands, 0);
  }

  /** A side of a comparison, which holds the sooner the less the side is where the sense is 1. */
  private side(node: Node | undefined, sense: Sense, lines: ReadonlySet<string>): void {
    if (!node) return;
    const path = pathOf(node);
    const isAmount = path?.join('.') === VALUE || (path && isAmountOfLine(path, lines));
    if (isAmount) this.note('AMOUNTS', sense === 1);
    else this.collect(node, 0, lines);
  }

  private fact(path: readonly string[], sense: Sense, lines: ReadonlySet<string>): void {
    const [first = '', second] = path;
    if (lines.has(first)) {
      // Which goods the lines are about is settled.
      if (second !== 'hsCode') this.note('AMOUNTS', false);
      return;
    }
    const name = path.slice(0, 2).join('.');
    const choice = CHOICE_OF.get(name);
    if (choice) this.note(choice, sense === 1 && TRUE_AT_EXTREME.has(name));
    if (path.length === 1 && WHOLE.has(first)) for (const any of CHOICE_OF.values()) this.note(any, false);
  }

  private note(choice: Choice, atExtreme: boolean): void {
    if (!atExtreme) this.found.set(choice, 'ANY');
    else if (!this.found.has(choice)) this.found.set(choice, 'EXTREME');
  }
}

const isAmountOfLine = ([first = '', second = '', ...rest]: readonly string[], lines: ReadonlySet<string>): boolean =>
  lines.has(first) && AMOUNTS_OF_LINE.has(second) && rest.length === 0;

const known = new Map<string, Dependences>();
const KNOWN_AT_MOST = 10_000;
const NO_LINES: ReadonlySet<string> = new Set();

/** On which choices the requirement can depend, whatever its expressions look like. */
function dependencesOf({ requirement: { appliesWhen, mustHold } }: PlacedRequirement): Dependences {
  const key = JSON.stringify([appliesWhen, mustHold]);
  const remembered = known.get(key);
  if (remembered) return remembered;
  const collector = new Collector();
  if (appliesWhen !== null) collector.collect(syntaxOf(appliesWhen), 0, NO_LINES);
  collector.collect(syntaxOf(mustHold), 1, NO_LINES);
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(key, collector.found);
  return collector.found;
}

const isDocument = (choice: Choice): boolean => choice.startsWith('DOCUMENTS');
const overlap = (one: Choice, other: Choice): boolean =>
  one === other || (one === 'DOCUMENTS' && isDocument(other)) || (other === 'DOCUMENTS' && isDocument(one));

/**
 * Whether two requirements could be in each other's way: whether both depend on the same choice, and not both so that its one
 * extreme suits them. Otherwise what meets the one and what meets the other can be had together.
 */
export function couldConflict(first: PlacedRequirement, second: PlacedRequirement): boolean {
  const others = [...dependencesOf(second)];
  return [...dependencesOf(first)].some(([choice, dependence]) =>
    others.some(([other, its]) => overlap(choice, other) && (dependence === 'ANY' || its === 'ANY')),
  );
}
