import { DemoIssuer } from '@concord/identity';
import { PARTY_KINDS, type PartyKind, ROLES, type Role } from '@concord/kernel';
import { loadSettings } from '@concord/platform';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CannotBeDone } from './cannot-be-done.js';
import { print } from './print.js';

const HOUR = 3_600;

function hours(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number of hours above 0.');
  return Math.max(1, Math.round(value * HOUR));
}

interface TokenOptions {
  readonly party: string;
  readonly kind: PartyKind;
  readonly role: readonly Role[];
  readonly person: string;
  readonly hours: number;
}

export const tokenCommand = new Command('token')
  .description('Signs a demo token: for the embedded default only, where no issuer of your own is set.')
  .requiredOption('--party <id>', 'the party for which the person acts, such as us-cpsc: 2 to 64 of a-z, 0-9 and -')
  .addOption(new Option('--kind <kind>', 'what kind of party that is').choices(PARTY_KINDS).makeOptionMandatory())
  .addOption(
    new Option('--role <role...>', 'what the person may do for it').choices(ROLES).default(['ADMIN'], 'ADMIN, who may do everything'),
  )
  .option('--person <name>', 'the person who acts', 'demo')
  .addOption(new Option('--hours <hours>', 'how long the token is good for').argParser(hours).default(12 * HOUR, '12'))
  .addHelpText('after', '\nExample:\n  export TOKEN=$(npx concord token --party us-cpsc --kind AGENCY)')
  .action(async ({ party, kind, role, person, hours: lifetimeSeconds }: TokenOptions) => {
    const { demoIssuer, dataDir, audience } = loadSettings();
    if (!demoIssuer) throw new CannotBeDone('This platform has an issuer of its own: ask that one for a token (CONCORD_ISSUER)');
    const issuer = await DemoIssuer.open(dataDir);
    try {
      print(await issuer.sign({ person, parties: [{ id: party, kind, roles: [...new Set(role)] }], audience, lifetimeSeconds }));
    } catch (error) {
      throw error instanceof RangeError ? new CannotBeDone(error.message) : error;
    }
  });
