import { Command } from 'commander';
import { exportCommand, mirrorCommand } from './fetching.command.js';
import { proveCommand } from './prove.command.js';
import { verifyCommand } from './verify.command.js';

export const auditCommand = new Command('audit')
  .description('The transparency log, without trust in whoever runs it: docs/transparency-log.md.')
  .addCommand(verifyCommand)
  .addCommand(mirrorCommand)
  .addCommand(exportCommand)
  .addCommand(proveCommand);
