import { DemoIssuer } from '@concord/identity';
import { loadSettings, type Settings } from '@concord/platform';
import { Command, InvalidArgumentError } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { Client } from './client.js';
import { tellStory } from './story.js';
import { Telling } from './telling.js';

const GREETING_PATIENCE_MS = 10_000;

function platformUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must be the address of a platform, such as http://127.0.0.1:3000.');
  }
  return new URL(text).href.replace(/(\/graphql)?\/*$/, '');
}

const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** Where the platform with these settings listens, seen from this machine. */
function urlOf({ host, port }: Settings): string {
  if (port === 0) throw new CannotBeDone('PORT is 0, so that nobody knows where the platform listens: name it with --url');
  const name = EVERY_ADDRESS.includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Asked first, so that no key is made for a platform that is not there. */
async function listening(url: string): Promise<void> {
  try {
    await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(GREETING_PATIENCE_MS) });
  } catch {
    throw new CannotBeDone(
      `Nothing answers at ${url}. Start the platform with npm start, and run this in another terminal; or name it with --url`,
    );
  }
}

async function play(given: string | undefined): Promise<void> {
  const settings = loadSettings();
  const { demoIssuer, dataDir, audience } = settings;
  if (!demoIssuer) {
    throw new CannotBeDone(
      'This platform has an issuer of its own, and the demo acts for parties that it makes up: play it on the embedded default, without CONCORD_JWKS_URL and CONCORD_DATABASE_URL',
    );
  }
  const url = given ?? urlOf(settings);
  await listening(url);
  await tellStory(new Client(url, await DemoIssuer.open(dataDir), audience), new Telling(print));
}

export const demoCommand = new Command('demo')
  .description(
    'Plays the whole story on a running platform, through its API: a norm, a ballot, trade, a complaint, an agreement, the dossier.',
  )
  .option('--url <url>', 'the platform; without it, the one that HOST and PORT name', platformUrl)
  .addHelpText('after', '\nIt makes up new parties and objects in every run, and can be run again and again.')
  .action(async ({ url }: { readonly url?: string }) => {
    process.stdout.on('error', () => process.exit()); // Whoever read along, such as `head`, has gone.
    try {
      await play(url);
    } catch (error) {
      if (!(error instanceof CannotBeDone)) throw error;
      process.stderr.write(`${error.message}.\n`);
      process.exitCode = 1;
    }
  });
