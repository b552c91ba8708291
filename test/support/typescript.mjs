import { register } from 'node:module';

/** `node --import <this file> program.ts` runs a program of the tests as it stands in the sources, decorators included. */
register('./typescript-hooks.mjs', import.meta.url);
