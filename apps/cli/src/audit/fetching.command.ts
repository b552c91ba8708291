import { exportLog, HttpSource, mirrorLog, openSource } from '@concord/proof';
import { Command } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { withBar } from './bar.js';
import { audited, endingSo, RIGHT } from './ending.js';

interface FetchOptions {
  readonly token?: string;
}

const TOKEN = ['--token <token>', 'a bearer token with the right to read the whole log'] as const;

async function mirror(address: string, folder: string, { token }: FetchOptions, signal: AbortSignal): Promise<number> {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
    throw new CannotBeDone(`<url> is ${address}, and must be an address that begins with http:// or https://`);
  }
  const source = new HttpSource(address, { token, signal });
  const { size, fetched } = await withBar((report) =>
    mirrorLog(source, folder, { signal, onProgress: ({ done, total }) => report('of the events', done, total) }),
  );
  print(`${size.toLocaleString('en')} events in ${folder}, ${fetched.toLocaleString('en')} files fetched. Nothing was checked yet.`);
  return RIGHT;
}

export const mirrorCommand = new Command('mirror')
  .description('Fetches a log into a folder, to be checked there. A second run fetches only what is new.')
  .argument('<url>', 'the address of a platform')
  .argument('<folder>', 'where to')
  .option(...TOKEN)
  .action((address: string, folder: string, options: FetchOptions) => audited((signal) => mirror(address, folder, options, signal)));
endingSo(mirrorCommand);

async function toFile(where: string, file: string, { token }: FetchOptions, signal: AbortSignal): Promise<number> {
  const source = await openSource(where, { token, signal });
  try {
    const size = await withBar((report) =>
      exportLog(source, file, { signal, onProgress: ({ done, total }) => report('of the events', done, total) }),
    );
    print(`${size.toLocaleString('en')} events in ${file}. Nothing was checked yet.`);
    return RIGHT;
  } finally {
    await source.close();
  }
}

export const exportCommand = new Command('export')
  .description('Writes a log to one file of JSON Lines, to be handed on and checked elsewhere.')
  .argument('<where>', 'the address of a platform, or a folder that `audit mirror` made')
  .argument('<file>', 'where to; packed where the name ends with .gz')
  .option(...TOKEN)
  .action((where: string, file: string, options: FetchOptions) => audited((signal) => toFile(where, file, options, signal)));
endingSo(exportCommand);
