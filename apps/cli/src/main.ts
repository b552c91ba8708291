#!/usr/bin/env node
import { report } from '@concord/platform';
import { Command } from 'commander';
import { demoCommand } from './demo/demo.command.js';
import { importCommand } from './import.command.js';
import { logCommand } from './log.command.js';
import { projectionsCommand } from './projections.command.js';
import { tokenCommand } from './token.command.js';

const program = new Command('concord')
  .description(
    'Governs cross-border e-commerce from the command line. Reads the same settings as the platform (.env.example), and works beside it or alone.',
  )
  .showHelpAfterError('(concord --help tells what there is)')
  .addCommand(tokenCommand)
  .addCommand(demoCommand)
  .addCommand(importCommand)
  .addCommand(projectionsCommand)
  .addCommand(logCommand);

// Whoever reads only the first lines, as `head` does, has what they wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
