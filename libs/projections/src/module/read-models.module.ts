import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Catalogue, entitiesOf, type ReadModelsOfContext } from './catalogue.js';

/** A context declares its projections, process managers and deadlines with `ReadModelsModule.of({ … })`. */
@Module({})
export class ReadModelsModule {
  /** Those who import it may inject the repositories of the entities, too. */
  static of(context: ReadModelsOfContext): DynamicModule {
    const declare = (catalogue: Catalogue): ReadModelsOfContext => {
      catalogue.register(context);
      return context;
    };
    const { projections = [], processManagers = [], overCauses = [] } = context;
    const entities = TypeOrmModule.forFeature([
      ...entitiesOf(...projections, ...processManagers),
      ...overCauses.flatMap((over) => over.entities),
    ]);
    return {
      module: ReadModelsModule,
      imports: [entities],
      providers: [{ provide: Symbol('read models'), useFactory: declare, inject: [Catalogue] }],
      exports: [entities],
    };
  }
}
