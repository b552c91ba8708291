import { load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { partyName } from '@concord/identity';
import type { Fold, Instant } from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Appeal } from '../appeal/appeal.read-model.js';
import { Ballot } from '../ballot/ballot.read-model.js';
import { committee } from '../committee/committee.js';
import { ballotCourse, type Course } from './course.js';
import { type MinutedAppeal, type Minutes, minutesOf } from './minutes.js';
import { Recent } from './recent.js';
import { standardFacts } from './standard-facts.js';

/** More than anybody has seen against one result. */
const MOST_APPEALS = 1_000;
/** Streams that are read at a time: a roll has up to a thousand parties. */
const READ_AT_A_TIME = 10;
/** Ballots of which the names are kept. */
const MOST_KEPT = 16;

type Names = ReadonlyMap<string, string>;

/** Reads for minutes what the log says; names are those that were known when the ballot was opened, and so stay the same. */
@Injectable()
export class MinutesReader {
  private readonly names = new Recent<Names>(MOST_KEPT);

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /**
   * Until when the ballot is open; null where it is not, or nothing is known of it yet. Of an open ballot the history is not read: how
   * long that takes would tell how many have voted.
   */
  async openUntil(ballotId: string): Promise<Instant | null> {
    const found = await this.dataSource
      .getRepository(Ballot)
      .findOne({ select: { id: true, status: true, closesAt: true }, where: { id: ballotId } });
    return found?.status === 'OPEN' ? found.closesAt : null;
  }

  course(ballotId: string): Promise<Course> {
    return this.state(ballotCourse, ballotId);
  }

  /** @throws RangeError when the ballot is open, or is none */
  async minutes(ballotId: string, course: Course): Promise<Minutes> {
    const { ballot, openedIn } = course;
    const [standard, { names: committeeNames }, names, appeals] = await Promise.all([
      this.state(standardFacts(ballotId), ballot.standardId),
      load(this.log, this.registry, committee, ballot.committeeId, { until: openedIn }).then(({ state }) => state),
      this.names.get(ballotId, () => this.namesIn(course)),
      this.appealsAgainst(ballotId),
    ]);
    return minutesOf(course, { ballotId, standard, committeeNames, names, appeals });
  }

  private async state<State>(fold: Fold<State, never>, id: string): Promise<State> {
    return (await load(this.log, this.registry, fold, id)).state;
  }

  private async namesIn({ ballot: { association, electorate }, openedIn }: Course): Promise<Names> {
    const parties = [association, ...electorate.map(({ party }) => party)];
    const names = new Map<string, string>();
    for (let at = 0; at < parties.length; at += READ_AT_A_TIME) {
      const some = parties.slice(at, at + READ_AT_A_TIME);
      const read = await Promise.all(some.map((party) => load(this.log, this.registry, partyName, party, { until: openedIn })));
      for (const [index, party] of some.entries()) {
        const name = read[index]?.state ?? null;
        if (name !== null) names.set(party, name);
      }
    }
    return names;
  }

  private appealsAgainst(ballotId: string): Promise<readonly MinutedAppeal[]> {
    return this.dataSource.getRepository(Appeal).find({
      select: { id: true, appellant: true, lodgedAt: true, status: true, decidedBy: true, endedAt: true },
      where: { ballotId },
      order: { lodgedAt: 'ASC', id: 'ASC' },
      take: MOST_APPEALS,
    });
  }
}
