import { userInfo } from 'node:os';
import { isRejection, PLATFORM } from '@concord/kernel';
import { Succession } from '@concord/transparency';
import { Command } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { print } from '../print.js';
import { withPlatform } from '../with-platform.js';

export const rotateKeyCommand = new Command('rotate-key')
  .description('Replaces the key that signs checkpoints by a new one. The old one signs that the new one follows it, and the log says so.')
  .option('--operator <name>', 'who decides this; kept for ever', userInfo().username)
  .action(({ operator }: { readonly operator: string }) =>
    withPlatform(async (platform) => {
      const done = await platform.get(Succession, { strict: false }).rotate({ ...PLATFORM, person: operator });
      if (isRejection(done)) throw new CannotBeDone(done.message);
      print(`${done.retired}\nis followed, from the next checkpoint on, by\n${done.successor}`);
    }),
  );
