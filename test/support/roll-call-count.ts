import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { RunningPlatform } from './running-platform.js';

/** How a roll call went. */
export interface Count {
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
}

/** By each rule, whether so many votes adopt a resolution: reckoned here as the Rules of Procedure put it, without Concord. */
export const ADOPTED_BY = {
  SIMPLE_MAJORITY: ({ yes, no }: Count): boolean => yes > no,
  TWO_THIRDS: ({ yes, no }: Count): boolean => yes > 0 && yes * 3 >= (yes + no) * 2,
} as const;

export type Counts = ReadonlyMap<string, Count>;

/** Counts by hand, as it were: the number of the roll call stands before the first comma of a line, the vote behind the last. */
export function countIn(file: string): Counts {
  const bytes = readFileSync(file);
  const [, ...lines] = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split(/\r?\n/);
  const counts = new Map<string, { yes: number; no: number; abstain: number }>();
  for (const line of lines) {
    const [rollCall, vote] = [line.slice(0, line.indexOf(',')), line.slice(line.lastIndexOf(',') + 1)];
    const count = counts.get(rollCall) ?? { yes: 0, no: 0, abstain: 0 };
    if (vote !== 'yes' && vote !== 'no' && vote !== 'abstain') throw new Error(`${file}: no vote in "${line}"`);
    count[vote]++;
    counts.set(rollCall, count);
  }
  return counts;
}

/** A ballot as the API tells it. */
interface ToldBallot {
  readonly id: string;
  readonly turnout: { readonly votesCast: number };
  readonly result: {
    readonly approved: boolean;
    readonly all: { readonly inFavour: number; readonly against: number };
    readonly stripped: readonly { readonly choice: string }[];
  };
}

/** Ballots of a committee, a page at a time. */
interface BallotPage {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly ToldBallot[];
}

const BALLOTS = `query ($committee: ID!, $status: BallotStatus!, $after: String) {
  ballots(committeeId: $committee, status: $status, first: 100, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id turnout { votesCast } result { approved all { inFavour against } stripped { choice } } }
  }
}`;

async function ballots(platform: RunningPlatform, committee: string, status: string, after: string | null = null): Promise<BallotPage> {
  const { data, errors } = await platform.ask(BALLOTS, { committee, status, after });
  if (errors.length > 0) throw new Error(`The ballots cannot be read: ${errors[0]?.message}`);
  return data.ballots;
}

export const howMany = async (platform: RunningPlatform, committee: string, status: 'OPEN' | 'CLOSED' | 'VOID'): Promise<number> =>
  (await ballots(platform, committee, status)).totalCount;

function countOf({ id, turnout, result }: ToldBallot, rule: keyof typeof ADOPTED_BY): Count {
  const { inFavour: yes, against: no } = result.all;
  const abstain = result.stripped.filter(({ choice }) => choice === 'ABSTAIN').length;
  if (abstain !== result.stripped.length || yes + no + abstain !== turnout.votesCast) throw new Error(`The tally of ${id} does not add up`);
  if (result.approved !== ADOPTED_BY[rule]({ yes, no, abstain })) throw new Error(`By ${rule}, ${id} is decided otherwise`);
  return { yes, no, abstain };
}

/** What the closed ballots of the committee say, by the number at the end of their ids. */
export async function talliesOf(platform: RunningPlatform, committee: string, rule: keyof typeof ADOPTED_BY): Promise<Counts> {
  const tallies = new Map<string, Count>();
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await ballots(platform, committee, 'CLOSED', after);
    for (const ballot of nodes) tallies.set(ballot.id.slice(committee.length + 1), countOf(ballot, rule));
    if (!pageInfo.hasNextPage) return tallies;
    after = pageInfo.endCursor;
  }
}
