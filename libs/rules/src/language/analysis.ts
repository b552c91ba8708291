import { made, unknown } from './operators.js';
import type { Expression, Fault, Syntax } from './syntax.js';
import { any, either, list, NUMBER, nameOf, TRUTH, type Type, text, weightOf } from './types.js';

/** The types of the names that an expression may use. */
export type Scope = ReadonlyMap<string, Type>;

/** What can be said of an expression without evaluating it. */
export interface Analysis {
  /** The first ones, in the order of the text, but for that on its result, which is last. */
  readonly faults: readonly Fault[];
  /** No evaluation takes more steps than this, whatever the facts. */
  readonly cost: number;
  /** The parameters that it reads. */
  readonly parameters: ReadonlySet<string>;
}

/** The name under which an expression finds the parameters of its requirement. */
export const PARAMETERS = 'parameter';

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
/** Whoever has mended these asks again. */
const MOST_FAULTS = 20;
/** A loop moves to the next item, asks whether to go on, and puts the results together. */
const STEPS_OF_A_TURN = 4;

type Of<Kind extends Expression['exprKind']['case']> = Extract<Expression['exprKind'], { readonly case: Kind }>['value'];

/** A node with its type, and the steps to compute it. */
interface Measured {
  readonly type: Type;
  readonly cost: number;
}

class Analyst {
  readonly faults: Fault[] = [];
  readonly parameters = new Set<string>();

  constructor(private readonly syntax: Syntax) {}

  private fault(node: Expression, message: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ ...this.syntax.spotOf(node), message });
  }

  private misfit(node: Expression, message: string, weight = 1): Measured {
    this.fault(node, message);
    return { type: any(weight), cost: 1 };
  }

  measure(node: Expression, scope: Scope): Measured {
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'constExpr':
        return this.literal(node, exprKind.value.constantKind);
      case 'identExpr': {
        const type = scope.get(exprKind.value.name);
        return type ? { type, cost: 1 } : this.misfit(node, `there is nothing named ${exprKind.value.name}`);
      }
      case 'selectExpr':
        return this.field(node, exprKind.value, scope);
      case 'callExpr': {
        const { function: name, target, args } = exprKind.value;
        return this.call(node, target ? `.${name}` : name, target ? [target, ...args] : args, scope);
      }
      case 'listExpr':
        return this.items(node, exprKind.value.elements, scope);
      case 'structExpr':
        return this.map(node, exprKind.value, scope);
      case 'comprehensionExpr':
        return this.loop(node, scope);
      default:
        return this.misfit(node, 'this is no part of the language');
    }
  }

  private literal(node: Expression, { case: kind, value }: Of<'constExpr'>['constantKind']): Measured {
    switch (kind) {
      case 'boolValue':
        return { type: TRUTH, cost: 1 };
      case 'stringValue':
        return { type: text(value.length), cost: 1 };
      case 'int64Value':
        if (value >= LEAST && value <= GREATEST) return { type: NUMBER, cost: 1 };
        return this.misfit(node, 'the number does not fit into 64 bits');
      case 'doubleValue':
        return this.misfit(node, 'numbers are whole here, so that nothing is ever rounded');
      default:
        return this.misfit(node, 'a value is a text, a whole number, or true or false');
    }
  }

  private field(node: Expression, { operand, field, testOnly }: Of<'selectExpr'>, scope: Scope): Measured {
    if (!operand) return this.misfit(node, 'this is no part of the language');
    const { type: of, cost } = this.measure(operand, scope);
    if (of.kind === 'ANY') return { type: of, cost: cost + 1 };
    if (of.kind !== 'RECORD') return this.misfit(node, `${nameOf(of)} has no field ${field}`, weightOf(of));
    if (of.name === PARAMETERS) this.parameters.add(field);
    const type = Object.hasOwn(of.fields, field) ? of.fields[field] : undefined;
    if (!type) return this.misfit(node, `${of.name} has no field ${field}`);
    return { type: testOnly ? TRUTH : type, cost: cost + 1 };
  }

  private call(node: Expression, name: string, args: readonly Expression[], scope: Scope): Measured {
    const operands = args.map((arg) => this.measure(arg, scope));
    const types = operands.map(({ type }) => type);
    const result = made(name, types);
    if (typeof result === 'string') this.fault(node, result);
    const { type, cost } = typeof result === 'string' ? unknown(types) : result;
    return { type, cost: cost + costOf(operands) };
  }

  private items(node: Expression, elements: readonly Expression[], scope: Scope): Measured {
    const items = elements.map((element) => this.measure(element, scope));
    return { type: list(this.common(node, items), items.length), cost: 1 + costOf(items) };
  }

  private map(node: Expression, { messageName, entries }: Of<'structExpr'>, scope: Scope): Measured {
    if (messageName !== '') return this.misfit(node, 'this is no part of the language');
    const keys = entries.flatMap(({ keyKind }) => (keyKind.case === 'mapKey' ? [this.measure(keyKind.value, scope)] : []));
    const values = entries.flatMap(({ value }) => (value ? [this.measure(value, scope)] : []));
    const type: Type = { kind: 'MAP', key: this.common(node, keys), value: this.common(node, values), atMost: entries.length };
    return { type, cost: 1 + costOf(keys) + costOf(values) };
  }

  /** The one type of all; a fault of the node when there is none. */
  private common(node: Expression, items: readonly Measured[]): Type {
    const type = items.reduce<Type | undefined>((before, item) => before && either(before, item.type), { kind: 'NOTHING' });
    if (type) return type;
    this.fault(node, 'its items are of different types');
    return any(Math.max(...items.map((item) => weightOf(item.type))));
  }

  private loop(node: Expression, scope: Scope): Measured {
    const loop = this.syntax.loopOf(node);
    if (!loop) return this.misfit(node, 'this is no part of the language');
    const over = this.measure(loop.over, scope);
    const range = this.rangeOf(loop.over, over.type);
    const bodies = loop.bodies.map((body) => this.measure(body, new Map([...scope, [loop.variable, range.of]])));
    const turns = range.atMost * (STEPS_OF_A_TURN + range.joints + costOf(bodies));
    return { type: this.resultOf(loop.name, loop.bodies, bodies, range), cost: 1 + over.cost + turns };
  }

  private rangeOf(node: Expression, type: Type): Extract<Type, { kind: 'LIST' }> {
    if (type.kind === 'LIST') return type;
    if (type.kind === 'MAP') return { kind: 'LIST', of: type.key, atMost: type.atMost, joints: 0 };
    if (type.kind !== 'ANY') this.fault(node, `a loop goes over a list, and this is ${nameOf(type)}`);
    const weight = weightOf(type);
    return { kind: 'LIST', of: any(weight), atMost: weight, joints: 0 };
  }

  private resultOf(name: string, nodes: readonly Expression[], bodies: readonly Measured[], range: Extract<Type, { kind: 'LIST' }>): Type {
    const conditions = name === 'map' ? bodies.slice(0, -1) : bodies;
    for (const [index, { type }] of conditions.entries()) {
      const node = nodes[index];
      if (node && type.kind !== 'TRUTH' && type.kind !== 'ANY')
        this.fault(node, `a condition is true or false, and this is ${nameOf(type)}`);
    }
    if (name === 'filter') return list(range.of, range.atMost, range.atMost);
    return name === 'map' ? list(bodies.at(-1)?.type ?? any(1), range.atMost, range.atMost) : TRUTH;
  }
}

const costOf = (parts: readonly Measured[]): number => parts.reduce((sum, { cost }) => sum + cost, 0);

/** Types and costs of an expression that has to be true or false. */
export function analyse(syntax: Syntax, scope: Scope): Analysis {
  const analyst = new Analyst(syntax);
  const { type, cost } = analyst.measure(syntax.root, scope);
  const { faults, parameters } = analyst;
  if (type.kind === 'TRUTH' || type.kind === 'ANY') return { faults, cost, parameters };
  const result = { ...syntax.spotOf(syntax.root), message: `the result has to be true or false, and this is ${nameOf(type)}` };
  return { faults: [...faults, result], cost, parameters };
}
