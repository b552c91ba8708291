import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { AggregatesModule, Registry } from '@concord/commands';
import type { AnyAggregate } from '@concord/kernel';
import type { DynamicModule, Provider } from '@nestjs/common';

type Imported = DynamicModule | object;

const LIBS = new URL('../../libs/', import.meta.url);

const isDynamic = (imported: Imported): imported is DynamicModule => 'module' in imported;

const importsOf = (imported: Imported): readonly Imported[] =>
  isDynamic(imported)
    ? [imported.module, ...((imported.imports ?? []) as readonly Imported[])]
    : (Reflect.getMetadata('imports', imported) ?? []);

/** The modules and everything that they import, each once. */
function reached(modules: Iterable<Imported>, found = new Set<Imported>()): ReadonlySet<Imported> {
  for (const module of modules) {
    if (found.has(module)) continue;
    found.add(module);
    reached(importsOf(module), found);
  }
  return found;
}

function declare(provider: Provider, registry: Registry): void {
  if (typeof provider === 'object' && 'useFactory' in provider) void provider.useFactory(registry);
}

/**
 * Every aggregate that a library gives to `AggregatesModule.of`, as the running platform registers it, but without a
 * database. Nobody keeps a list: an aggregate that comes with its module is found here.
 */
export async function declaredAggregates(): Promise<readonly AnyAggregate[]> {
  const modules: Imported[] = [];
  for (const lib of (await readdir(LIBS)).sort()) {
    const file = new URL(`${lib}/src/module.ts`, LIBS);
    if (!existsSync(file)) continue;
    const exported = Object.values((await import(file.href)) as object);
    modules.push(...exported.filter((value) => typeof value === 'function'));
  }
  const registry = new Registry();
  for (const module of reached(modules)) {
    if (!isDynamic(module) || module.module !== AggregatesModule) continue;
    for (const provider of module.providers ?? []) declare(provider, registry);
  }
  return registry.aggregates;
}
