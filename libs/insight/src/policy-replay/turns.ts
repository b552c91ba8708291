import { ConcordError } from '@concord/graphql';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';

/** Replays that one process runs at a time: each takes a connection, and up to a processor. */
const MOST_AT_A_TIME = 2;

/** Names these locks among those of the database. */
const LOCKS = 0x636f6e72;

/** One replay at a time for a party, on all nodes together, and a few for a process. */
@Injectable()
export class Turns {
  private running = 0;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Does the work over a connection of its own, on which the turn of the party is held; it ends with the connection, too.
   * @throws ConcordError REPLAY_RUNNING while the party has another; REPLAYS_BUSY while the process has enough
   */
  async *take<T>(party: string, work: (manager: EntityManager) => AsyncIterable<T>): AsyncGenerator<T> {
    if (this.running >= MOST_AT_A_TIME) {
      throw new ConcordError('REPLAYS_BUSY', `${MOST_AT_A_TIME} replays are running here, which is all there may be: try again later`);
    }
    this.running++;
    const runner = this.dataSource.createQueryRunner();
    try {
      const [{ taken }] = (await runner.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken', [LOCKS, party])) as [
        { taken: boolean },
      ];
      if (!taken) throw new ConcordError('REPLAY_RUNNING', `A replay for ${party} is running: one at a time`);
      try {
        yield* work(runner.manager);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCKS, party]);
      }
    } finally {
      this.running--;
      await runner.release();
    }
  }
}
