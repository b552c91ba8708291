/**
 * Runs a TypeScript file of this repository in a process of its own, for tests that kill processes:
 * `node --import <this file> some-process.ts`.
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
