import { inOrderOf, loaderOf, type Reader } from '@concord/graphql';
import type { Secrets } from '@concord/kernel';
import { SECRETS } from '@concord/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In } from 'typeorm';
import type { Ballot } from './ballot.read-model.js';
import { openVote, receiptOf } from './sealed-votes.js';
import type { VoteContent } from './vote.js';
import { BallotVote, BallotVoteAct, PublishedVoteRow, StandingVote, VoteAct } from './vote.read-model.js';

/** A party may change its vote as often as it likes; it is shown what was done last. */
const MOST_ACTS = 1_000;

const kindIn = ({ electorate }: Ballot, voter: string) => electorate.find(({ party }) => party === voter)?.kind ?? null;

/** What carries over is in the clear, and is published under a receipt like the votes that are cast anew. */
const hasReceipt = ({ secrecy, recirculation }: Ballot, { sealed }: StandingVote): boolean =>
  sealed !== null || (secrecy !== 'OPEN' && recirculation !== null);

/** Who may read which vote, and how it is opened for them. */
@Injectable()
export class VoteReader {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  /** The votes that everyone may see. */
  async everybody(ballot: Ballot, reader: Reader): Promise<readonly BallotVote[] | null> {
    if (ballot.status === 'VOID' || (ballot.status === 'OPEN' && ballot.secrecy !== 'OPEN')) return null;
    const [published, standing] = await Promise.all([
      loaderOf(reader, 'published votes', (ids: readonly string[]) => this.publishedIn(ids)).load(ballot.id),
      ballot.secrecy === 'SECRET'
        ? []
        : loaderOf(reader, 'standing votes', (ids: readonly string[]) => this.standingIn(ids)).load(ballot.id),
    ]);
    const castOf = new Map(standing.map((vote) => [vote.party, vote]));
    if (published.length > 0) {
      return published.map(({ party, kind, receipt, content }) => {
        const cast = party === null ? undefined : castOf.get(party);
        return { party, kind, receipt, ...content, castBy: cast?.castBy ?? null, castAt: cast?.castAt ?? null };
      });
    }
    return standing.flatMap((vote) => (vote.content ? [this.shown(ballot, vote, vote.content, null)] : []));
  }

  /** The party's own vote, whatever others may see. */
  async ofParty(ballot: Ballot, reader: Reader): Promise<BallotVote | null> {
    const { actor } = reader;
    if (!actor) return null;
    const mine = loaderOf(reader, `votes of ${actor.party}`, (ids: readonly string[]) => this.standingOf(actor.party, ids));
    const vote = await mine.load(ballot.id);
    return vote && this.opened(ballot, vote);
  }

  async castForOthers(ballot: Ballot, { actor }: Reader): Promise<readonly BallotVote[]> {
    if (!actor) return [];
    const cast = await this.dataSource
      .getRepository(StandingVote)
      .find({ where: { ballotId: ballot.id, castBy: actor.party }, order: { party: 'ASC' } });
    const opened = await Promise.all(cast.filter(({ party }) => party !== actor.party).map((vote) => this.opened(ballot, vote)));
    return opened.filter((vote) => vote !== null);
  }

  async historyOf(ballot: Ballot, { actor }: Reader): Promise<readonly BallotVoteAct[]> {
    if (!actor) return [];
    const acts = await this.dataSource
      .getRepository(VoteAct)
      .find({ where: { ballotId: ballot.id, party: actor.party }, order: { revision: 'DESC' }, take: MOST_ACTS });
    return Promise.all(
      acts.reverse().map(async (act) => {
        const content = act.withdrawn ? null : await this.contentOf(ballot, { ...act, castBy: act.by });
        return { at: act.at, by: act.by, withdrawn: act.withdrawn, choice: content?.choice ?? null };
      }),
    );
  }

  private contentOf(ballot: Ballot, vote: Pick<StandingVote, 'party' | 'castBy' | 'content' | 'sealed'>): Promise<VoteContent | null> {
    return openVote(this.secrets, ballot.id, vote);
  }

  /** The vote, or null when nobody can open it any more. */
  private async opened(ballot: Ballot, vote: StandingVote): Promise<BallotVote | null> {
    const content = await this.contentOf(ballot, vote);
    if (!content) return null;
    return this.shown(ballot, vote, content, hasReceipt(ballot, vote) ? await receiptOf(this.secrets, ballot.id, vote.party) : null);
  }

  private shown(ballot: Ballot, { party, castBy, castAt }: StandingVote, content: VoteContent, receipt: string | null): BallotVote {
    return { party, castBy, castAt, kind: kindIn(ballot, party), receipt, ...content };
  }

  private async publishedIn(ballotIds: readonly string[]): Promise<PublishedVoteRow[][]> {
    const found = await this.dataSource
      .getRepository(PublishedVoteRow)
      .find({ where: { ballotId: In([...ballotIds]) }, order: { party: 'ASC', receipt: 'ASC' } });
    return groupedBy(ballotIds, found);
  }

  private async standingIn(ballotIds: readonly string[]): Promise<StandingVote[][]> {
    const found = await this.dataSource
      .getRepository(StandingVote)
      .find({ where: { ballotId: In([...ballotIds]) }, order: { party: 'ASC' } });
    return groupedBy(ballotIds, found);
  }

  private async standingOf(party: string, ballotIds: readonly string[]): Promise<(StandingVote | null)[]> {
    const found = await this.dataSource.getRepository(StandingVote).findBy({ party, ballotId: In([...ballotIds]) });
    return inOrderOf(ballotIds, found, ({ ballotId }) => ballotId);
  }
}

function groupedBy<Row extends { readonly ballotId: string }>(ballotIds: readonly string[], found: readonly Row[]): Row[][] {
  const byBallot = new Map(ballotIds.map((id): [string, Row[]] => [id, []]));
  for (const row of found) byBallot.get(row.ballotId)?.push(row);
  return [...byBallot.values()];
}
