import { SingleBar } from 'cli-progress';

/** Shows on standard error how far the work is, where that is a terminal. */
export async function withBar<T>(work: (report: (doing: string, done: number, total: number) => void) => Promise<T>): Promise<T> {
  const bar = new SingleBar({ format: '{bar} {percentage}%  {doing}', noTTYOutput: false });
  bar.start(1, 0, { doing: '' });
  try {
    return await work((doing, done, total) => {
      bar.setTotal(Math.max(1, total));
      bar.update(total === 0 ? 1 : done, { doing });
    });
  } finally {
    bar.stop();
  }
}
