import type { PlacedRequirement } from '../requirement.js';
import { callOf, childrenOf, constantOf, type Node, pathOf, syntaxOf } from './syntax.js';

/**
 * What whoever trades can still choose when the goods, their way and the parties are settled. What is chosen of one does not
 * restrict the others; within one it may: the value follows from quantities and prices, and only who is registered has a mode of
 * operation. Each kind of document that is asked for by name is a choice of its own; `DOCUMENTS` stands for all of them.
 */
type Choice = 'DOCUMENTS' | 'LICENCE' | 'REGISTRATION' | 'AMOUNTS' | `DOCUMENTS ${string}`;

const DOCUMENTS = 'transaction.documents';
const CHOICE_OF: ReadonlyMap<string, Choice> = new Map([
  [DOCUMENTS, 'DOCUMENTS'],
  ['transaction.valueMinorUnits', 'AMOUNTS'],
  ['transaction.lines', 'AMOUNTS'],
  ['seller.licensed', 'LICENCE'],
  ['seller.registered', 'REGISTRATION'],
  ['seller.jurisdiction', 'REGISTRATION'],
  ['seller.operationMode', 'REGISTRATION'],
]);

/** Facts that are read as a whole could be any of their parts. */
const WHOLE = new Set(['transaction', 'seller']);

/** The document that an expression such as `"TEST_REPORT" in transaction.documents` asks for. */
function documentAskedFor(node: Node): string | undefined {
  const call = callOf(node);
  const [document, list] = call?.operands ?? [];
  if (call?.name !== '@in' || !document || !list || pathOf(list)?.join('.') !== DOCUMENTS) return undefined;
  const name = constantOf(document);
  return typeof name === 'string' ? name : undefined;
}

function collect(node: Node, found: Set<Choice>): void {
  const document = documentAskedFor(node);
  const path = pathOf(node);
  if (document !== undefined) found.add(`DOCUMENTS ${document}`);
  else if (!path) for (const child of childrenOf(node)) collect(child, found);
  else {
    const choice = CHOICE_OF.get(path.slice(0, 2).join('.'));
    if (choice) found.add(choice);
    if (path.length === 1 && WHOLE.has(path[0] ?? '')) for (const any of CHOICE_OF.values()) found.add(any);
  }
}

const known = new Map<string, ReadonlySet<Choice>>();
const KNOWN_AT_MOST = 10_000;

/** On which choices the requirement can depend, whatever its expressions look like. */
function choicesOf({ requirement: { appliesWhen, mustHold } }: PlacedRequirement): ReadonlySet<Choice> {
  const key = JSON.stringify([appliesWhen, mustHold]);
  const remembered = known.get(key);
  if (remembered) return remembered;
  const found = new Set<Choice>();
  for (const source of [appliesWhen, mustHold]) if (source !== null) collect(syntaxOf(source), found);
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(key, found);
  return found;
}

const isDocument = (choice: Choice): boolean => choice.startsWith('DOCUMENTS');

/** Where nothing that helps to meet the one can matter to the other, they cannot be in each other's way. */
export function shareAChoice(first: PlacedRequirement, second: PlacedRequirement): boolean {
  const others = choicesOf(second);
  const anyDocument = [...others].some(isDocument);
  return [...choicesOf(first)].some(
    (choice) => others.has(choice) || (choice === 'DOCUMENTS' ? anyDocument : isDocument(choice) && others.has('DOCUMENTS')),
  );
}
