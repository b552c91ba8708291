import type { Class, DomainEvent, EventDeclaration, Recorded } from '@concord/kernel';

/** The primary key of a row: its one column's value, or the values of all in the order of the entity. */
export type RowKey = string | readonly (string | number)[];

/** How one table follows from the log. Pure: the same events always make the same rows. */
export interface RowsOf<Row extends object = object, E extends DomainEvent = DomainEvent> {
  /** The TypeORM entity that names the table and its columns; often the GraphQL type at the same time. */
  readonly entity: Class<Row>;
  /** The events that may change a row, with their declarations: a pick of the contexts' catalogues. */
  readonly events: Readonly<Record<string, EventDeclaration>>;
  /** The keys of the rows that an event may touch; none is an answer, too. */
  keys(event: Recorded<E>): readonly RowKey[];
  /**
   * The row after the event: the same object when nothing changes, undefined when the row goes. Rows are plain objects; what
   * has no column is left out, and what is left out of a nullable column is null, so that a row is always as it is read back.
   * @param row the row as earlier events left it, or undefined where there is none; never to be mutated
   */
  evolve(row: Row | undefined, event: Recorded<E>, key: RowKey): Row | undefined;
  /** Columns into which something else than this writes as well; whoever compares the table with the log leaves them aside. */
  readonly notFromLog?: readonly (keyof Row & string)[];
}

/** A read model: some tables in a schema of their own, filled from the log, rebuilt whenever its version changes. */
export interface Projection {
  /** `<context>.<model>`: stored for ever; its schema is the name with `_` for `.` and `-`. */
  readonly name: string;
  /** Raised with every change of a table or of what fills it; the worker then rebuilds beside the running model. */
  readonly version: number;
  readonly tables: readonly RowsOf[];
  /** What an entity cannot say: statements run in the schema after its tables are made, with unqualified names. */
  readonly indexes?: readonly string[];
}

/** The tables of a process manager as its earlier events left them, read while it reacts. */
export interface State {
  /** The rows of an entity that satisfy an SQL condition with `$1`, `$2`, …, in the order of their primary key. */
  find<Row extends object>(entity: Class<Row>, where: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * A projection that acts: for each event it handles it may issue commands, as the platform. Their ids
 * follow from the event, so that what is delivered twice is issued once; its tables stand exactly where
 * the event stands in the log.
 */
export interface ProcessManager<E extends DomainEvent = DomainEvent> extends Projection {
  /** The events that it reacts to, with their declarations. */
  readonly reactsTo: Readonly<Record<string, EventDeclaration>>;
  /** The commands to issue, in order. */
  react(event: Recorded<E>, state: State): Promise<readonly object[]> | readonly object[];
}

/** What an event does to a deadline. */
export type DeadlineChange =
  | {
      /** Sets, or moves, the deadline with this key. */
      readonly set: string;
      /** When it falls due, as an instant of ISO 8601 in UTC. */
      readonly dueAt: string;
      /** The command that the platform then issues. */
      readonly command: object;
    }
  | { readonly clear: string };

/** Deadlines that follow from the log: a pure function from events to alarms. */
export interface DeadlineRule<E extends DomainEvent = DomainEvent> {
  /** `<context>.<aggregate>.<deadline>`: stored for ever. */
  readonly name: string;
  readonly events: Readonly<Record<string, EventDeclaration>>;
  changes(event: Recorded<E>): readonly DeadlineChange[];
}

/** Types a table's rows and events against each other; at run time it changes nothing. */
export const rows = <Row extends object, E extends DomainEvent>(definition: RowsOf<Row, E>): RowsOf => definition as unknown as RowsOf;

/** Types a process manager's events; at run time it changes nothing. */
export const processManager = <E extends DomainEvent>(definition: ProcessManager<E>): ProcessManager =>
  definition as unknown as ProcessManager;

/** Types a deadline rule's events; at run time it changes nothing. */
export const deadlineRule = <E extends DomainEvent>(definition: DeadlineRule<E>): DeadlineRule => definition as unknown as DeadlineRule;
