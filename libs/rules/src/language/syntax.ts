import { parse, unparse } from '@bufbuild/cel';

type Parsed = ReturnType<typeof parse>;
/** A node of a parsed CEL expression. */
export type Expression = Parsed['expr'];

/** A place in the text of an expression, for its author. */
export interface Spot {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** The offending part, as CEL writes it. */
  readonly piece: string;
}

/** Why an expression is refused, and where. */
export interface Fault extends Spot {
  readonly message: string;
}

/** `all`, `exists`, `map` and the like, as the author wrote them: parsing turns them into folds. */
export interface Loop {
  readonly name: string;
  readonly over: Expression;
  readonly variable: string;
  /** What is computed for each item; for `map` with a condition, that comes first. */
  readonly bodies: readonly Expression[];
}

/** An expression that cannot be evaluated, and why. */
export class FaultyExpression extends Error {
  constructor(
    message: string,
    /** Where in the expression the fault is, if it is in one place. */
    readonly spot?: Spot,
  ) {
    super(message);
  }
}

export const MAX_NESTED_BRACKETS = 50;
const LONGEST_PIECE = 80;
const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

/** Every `(`, `[` and `{` that is open at once costs the parser some of its stack. */
function deepest(source: string): number {
  let open = 0;
  let most = 0;
  for (const character of source.replace(STRING, '')) {
    if ('([{'.includes(character)) most = Math.max(most, ++open);
    else if (')]}'.includes(character)) open--;
  }
  return most;
}

const shortened = (piece: string): string => (piece.length > LONGEST_PIECE ? `${piece.slice(0, LONGEST_PIECE - 1)}…` : piece);

function spotAt(source: string, offset: number, piece: string): Spot {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1, piece: shortened(piece) };
}

/** The place of a fault that a whole expression has. */
export const wholeOf = (source: string): Spot => spotAt(source, 0, source);

function offsetOf(error: unknown): number {
  const { location } = error as { readonly location?: { readonly start?: { readonly offset?: number } } };
  return location?.start?.offset ?? 0;
}

function parsed(source: string): Parsed {
  if (deepest(source) > MAX_NESTED_BRACKETS) {
    throw new FaultyExpression(`it nests more than ${MAX_NESTED_BRACKETS} brackets`, wholeOf(source));
  }
  try {
    return parse(source);
  } catch (error) {
    const offset = offsetOf(error);
    const rest = source.slice(offset).trim();
    const message = rest === '' ? 'it is not well-formed CEL: it ends too early' : 'it is not well-formed CEL from here on';
    throw new FaultyExpression(message, spotAt(source, offset, rest));
  }
}

/** The parts of a node, without those that the author did not write. */
function partsOf({ exprKind }: Expression): readonly Expression[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return exprKind.value.operand ? [exprKind.value.operand] : [];
    case 'callExpr':
      return [...(exprKind.value.target ? [exprKind.value.target] : []), ...exprKind.value.args];
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? [keyKind.value] : []),
        ...(value ? [value] : []),
      ]);
    default:
      return [];
  }
}

/** A CEL expression as it is written, with the place of each node. */
export class Syntax {
  readonly parsed: Parsed;

  /** @throws FaultyExpression */
  constructor(private readonly source: string) {
    this.parsed = parsed(source);
  }

  get root(): Expression {
    return this.parsed.expr;
  }

  /** The loop that a fold was written as; undefined where the node is none. */
  loopOf({ id, exprKind }: Expression): Loop | undefined {
    if (exprKind.case !== 'comprehensionExpr') return undefined;
    const call = this.parsed.sourceInfo?.macroCalls[String(id)]?.exprKind;
    const { iterVar: variable, iterRange: over } = exprKind.value;
    if (call?.case !== 'callExpr' || !over) return undefined;
    const { loopStep } = exprKind.value;
    // In the record of the call a loop within the loop is only named; in the fold it stands whole.
    const bodies = call.value.args.slice(1).map((body) => (loopStep && nodeWithId(loopStep, body.id)) ?? body);
    return { name: call.value.function, over, variable, bodies };
  }

  spotOf(node: Expression): Spot {
    const start = this.startOf(node);
    const offset = start + (/^\s*/.exec(this.source.slice(start))?.[0].length ?? 0);
    return spotAt(this.source, offset, unparse({ ...this.parsed, expr: node }));
  }

  private startOf(node: Expression): number {
    const loop = this.loopOf(node);
    const own = this.parsed.sourceInfo?.positions[String(node.id)] ?? 0;
    return Math.min(own, ...(loop ? [loop.over] : partsOf(node)).map((part) => this.startOf(part)));
  }
}

function nodeWithId(root: Expression, id: bigint): Expression | undefined {
  if (root.id === id) return root;
  for (const part of partsOf(root)) {
    const found = nodeWithId(part, id);
    if (found) return found;
  }
  return undefined;
}
