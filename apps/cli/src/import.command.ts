import { Command } from 'commander';
import { akomaNtoso } from './import-akoma-ntoso.js';
import { regulations } from './import-regulations.js';
import { rollCalls } from './import-roll-calls.js';

export const importCommand = new Command('import')
  .description('Brings in what was published elsewhere.')
  .addCommand(akomaNtoso)
  .addCommand(regulations)
  .addCommand(rollCalls);
