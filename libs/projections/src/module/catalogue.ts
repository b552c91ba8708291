import { Registry } from '@concord/commands';
import type { Class, EventDeclaration } from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { deadlinesOf } from '../deadlines/deadlines.projection.js';
import type { DeadlineRule, ProcessManager, Projection } from '../projection.js';
import { isProcessManager, type Model, modelOf } from '../tables/model.js';

/** A projection over all that can cause something: the events to which a process manager or a deadline reacts, of whichever context. */
export interface OverCauses {
  readonly entities: readonly Class[];
  projection(causes: Readonly<Record<string, EventDeclaration>>): Projection;
}

/** What a context brings to the runtime. */
export interface ReadModelsOfContext {
  readonly overCauses?: readonly OverCauses[];
  readonly projections?: readonly Projection[];
  readonly processManagers?: readonly ProcessManager[];
  readonly deadlines?: readonly DeadlineRule[];
}

/** The entities whose tables the projections fill: what a DataSource made by hand has to know. */
export const entitiesOf = (...projections: readonly Projection[]): Class[] => [
  ...new Set(projections.flatMap(({ tables }) => tables.map(({ entity }) => entity))),
];

const causesAmong = (declared: readonly Projection[], rules: readonly DeadlineRule[]): Readonly<Record<string, EventDeclaration>> =>
  Object.assign({}, ...declared.filter(isProcessManager).map(({ reactsTo }) => reactsTo), ...rules.map(({ events }) => events));

/** Every projection of the platform, as the contexts declare them. */
@Injectable()
export class Catalogue {
  private readonly declared = new Map<string, Projection>();
  private readonly rules: DeadlineRule[] = [];
  private readonly overCauses: OverCauses[] = [];
  private compiled: Promise<ReadonlyMap<string, Model>> | undefined;
  private byName: ReadonlyMap<string, Model> = new Map();

  constructor(
    @Inject(getDataSourceToken()) private readonly dataSource: DataSource,
    private readonly registry: Registry,
  ) {}

  register({ projections = [], processManagers = [], deadlines = [], overCauses = [] }: ReadModelsOfContext): void {
    if (this.compiled) throw new Error('A projection is declared after the platform has started');
    for (const projection of [...projections, ...processManagers]) {
      if (this.declared.has(projection.name)) throw new Error(`The projection ${projection.name} is declared twice`);
      this.declared.set(projection.name, projection);
    }
    this.rules.push(...deadlines);
    this.overCauses.push(...overCauses);
  }

  /** All projections, the deadlines among them, ready to be run. @throws Error when one cannot be run, saying why */
  async models(): Promise<readonly Model[]> {
    this.compiled ??= this.compile();
    return [...(await this.compiled).values()];
  }

  /** @throws RangeError when there is none, or the platform has not started yet */
  modelNamed(name: string): Model {
    const model = this.byName.get(name);
    if (!model) throw new RangeError(`There is no projection ${name}`);
    return model;
  }

  get hasDeadlines(): boolean {
    return this.rules.length > 0;
  }

  private async compile(): Promise<ReadonlyMap<string, Model>> {
    const knowsCommand = (name: string): boolean => this.registry.commands.some(({ command }) => command.name === name);
    const declared = [...this.declared.values()];
    const causes = causesAmong(declared, this.rules);
    const projections = [
      ...declared,
      ...(this.hasDeadlines ? [deadlinesOf(this.rules, knowsCommand)] : []),
      ...this.overCauses.map((over) => over.projection(causes)),
    ];
    const models = await Promise.all(projections.map((projection) => modelOf(projection, this.dataSource)));
    this.byName = new Map(models.map((model) => [model.name, model]));
    return this.byName;
  }
}
