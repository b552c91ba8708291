#!/usr/bin/env node
import { Command } from 'commander';

/** Where each command is. Most load the whole platform, so only the one that is asked for is loaded. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  token: async () => (await import('./token.command.js')).tokenCommand,
  demo: async () => (await import('./demo/demo.command.js')).demoCommand,
  import: async () => (await import('./import.command.js')).importCommand,
  export: async () => (await import('./export.command.js')).exportCommand,
  projections: async () => (await import('./projections.command.js')).projectionsCommand,
  log: async () => (await import('./log.command.js')).logCommand,
  ballot: async () => (await import('./ballot.command.js')).ballotCommand,
  audit: async () => (await import('./audit/audit.command.js')).auditCommand(process.argv[3] ?? ''),
};

const program = new Command('concord')
  .description(
    'Governs cross-border e-commerce from the command line. Reads the same settings as the platform (.env.example), and works beside it or alone.',
  )
  .showHelpAfterError('(concord --help tells what there is)');

// Whoever reads only the first lines, as `head` does, has what they wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

async function runAsked(): Promise<void> {
  try {
    const asked = process.argv[2] ?? '';
    // For the help, and for words that are no command, all of them are shown.
    const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
    for (const [name, load] of Object.entries(commands)) if (names.includes(name)) program.addCommand(await load());
    await program.parseAsync();
  } catch (error) {
    const { report } = await import('./failure.js');
    report(error);
    process.exitCode = 1;
  }
}

void runAsked();
