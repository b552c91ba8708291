import { parse } from '@bufbuild/cel';

/** A node of a parsed CEL expression. */
export type Node = ReturnType<typeof parse>['expr'];

export type Constant = string | bigint | boolean;

/** `all` or `exists` over a list, as its author wrote it. */
export interface Loop {
  readonly variable: string;
  readonly range: Node;
  readonly body: Node;
}

export interface Call {
  readonly name: string;
  /** The receiver of a method first. */
  readonly operands: readonly Node[];
}

/** @throws Error when the text is not well-formed CEL */
export const syntaxOf = (source: string): Node => parse(source).expr;

/** The literal's value; undefined where the node is none, or one of another type. */
export function constantOf({ exprKind }: Node): Constant | undefined {
  if (exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = exprKind.value;
  switch (constantKind.case) {
    case 'stringValue':
    case 'boolValue':
    case 'int64Value':
      return constantKind.value;
    default:
      return undefined;
  }
}

/** The elements of a list literal; undefined where the node is none. */
export const elementsOf = ({ exprKind }: Node): readonly Node[] | undefined =>
  exprKind.case === 'listExpr' && exprKind.value.optionalIndices.length === 0 ? exprKind.value.elements : undefined;

/** A path of names: `transaction.kind` or, of a loop's variable, `line.quantity`. */
export function pathOf({ exprKind }: Node): readonly string[] | undefined {
  if (exprKind.case === 'identExpr') return [exprKind.value.name];
  if (exprKind.case !== 'selectExpr' || exprKind.value.testOnly || !exprKind.value.operand) return undefined;
  const before = pathOf(exprKind.value.operand);
  return before && [...before, exprKind.value.field];
}

export function callOf({ exprKind }: Node): Call | undefined {
  if (exprKind.case !== 'callExpr') return undefined;
  const { function: name, target, args } = exprKind.value;
  return { name, operands: target ? [target, ...args] : args };
}

const isIdentifier = (node: Node | undefined, name: string): boolean =>
  node?.exprKind.case === 'identExpr' && node.exprKind.value.name === name;

/** The parser unfolds loops into an accumulator; that of `all` is joined by `&&`, that of `exists` by `||`. Other loops are none here. */
export function loopOf({ exprKind }: Node): Loop | undefined {
  if (exprKind.case !== 'comprehensionExpr') return undefined;
  const { accuVar, accuInit, iterVar, iterVar2, iterRange, loopStep, result } = exprKind.value;
  if (!iterRange || !accuInit || !loopStep || iterVar2 || !isIdentifier(result, accuVar)) return undefined;
  const step = callOf(loopStep);
  const start = constantOf(accuInit);
  const joined = (step?.name === '_&&_' && start === true) || (step?.name === '_||_' && start === false);
  const [accumulator, body] = step?.operands ?? [];
  return joined && body && isIdentifier(accumulator, accuVar) ? { variable: iterVar, range: iterRange, body } : undefined;
}

/** The nodes directly below, loops unfolded. */
export function childrenOf(node: Node): readonly Node[] {
  const { exprKind } = node;
  switch (exprKind.case) {
    case 'selectExpr':
      return present(exprKind.value.operand);
    case 'callExpr':
      return [...present(exprKind.value.target), ...exprKind.value.args];
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? [keyKind.value] : []),
        ...present(value),
      ]);
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
      return [iterRange, accuInit, loopCondition, loopStep, result].flatMap(present);
    }
    default:
      return [];
  }
}

const present = (node: Node | undefined): readonly Node[] => (node ? [node] : []);
