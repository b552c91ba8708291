import { Command } from 'commander';
import { regulations } from './import-regulations.js';
import { rollCalls } from './import-roll-calls.js';

export const importCommand = new Command('import')
  .description('Brings in what was published elsewhere.')
  .addCommand(regulations)
  .addCommand(rollCalls);
