import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { AggregatesModule, Registry } from '@concord/commands';
import type { AnyAggregate } from '@concord/kernel';
import type { DynamicModule, Provider } from '@nestjs/common';

const LIBS = new URL('../../libs/', import.meta.url);

const modulesIn = (exported: object): readonly object[] => Object.values(exported).filter((value) => typeof value === 'function');
const importsOf = (module: object): readonly DynamicModule[] => Reflect.getMetadata('imports', module) ?? [];

function declare(provider: Provider, registry: Registry): void {
  if (typeof provider === 'object' && 'useFactory' in provider) provider.useFactory(registry);
}

/**
 * Every aggregate that a library gives to `AggregatesModule.of`, as the running platform registers it, but without a
 * database. Nobody keeps a list: an aggregate that comes with its module is found here.
 */
export async function declaredAggregates(): Promise<readonly AnyAggregate[]> {
  const registry = new Registry();
  for (const lib of (await readdir(LIBS)).sort()) {
    const file = new URL(`${lib}/src/module.ts`, LIBS);
    if (!existsSync(file)) continue;
    const declarations = modulesIn(await import(file.href))
      .flatMap(importsOf)
      .filter(({ module }) => module === AggregatesModule);
    for (const { providers = [] } of declarations) for (const provider of providers) declare(provider, registry);
  }
  return registry.aggregates;
}
