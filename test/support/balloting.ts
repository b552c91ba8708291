import { setTimeout as sleep } from 'node:timers/promises';
import { type Headers, People } from './people.js';
import type { RunningPlatform } from './running-platform.js';

const TITLES = [{ language: 'en', text: 'Returns' }];

export interface Receipt {
  readonly revision: number;
  readonly position: string;
}

/** A committee of a running platform, and those who act in it. */
export class Balloting {
  /** That of the last command: what is asked for afterwards has seen it. */
  private position = '0';

  private constructor(
    private readonly platform: RunningPlatform,
    private readonly people: ReadonlyMap<string, Headers>,
  ) {}

  /** The committee `odr` of the association `standards`; its members are agencies. */
  static async among(platform: RunningPlatform, members: readonly string[]): Promise<Balloting> {
    const people = await People.of(platform);
    const joined = new Map([['standards', await people.join('standards', 'ASSOCIATION')]]);
    for (const member of members) joined.set(member, await people.join(member, 'AGENCY'));
    const balloting = new Balloting(platform, joined);
    await balloting.issue('standards', 'CreateCommittee', { committeeId: 'odr', names: TITLES, scope: TITLES });
    for (const party of members) await balloting.issue('standards', 'AppointMember', { committeeId: 'odr', party, kind: 'P_MEMBER' });
    return balloting;
  }

  async issue(party: string, command: string, input: object): Promise<Receipt> {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const query = `mutation ($input: ${command}!) { ${field}(input: $input) { receipt { revision position } } }`;
    const { data, errors } = await this.platform.ask(query, { input }, this.people.get(party));
    if (errors.length > 0) throw new Error(`${command}: ${JSON.stringify(errors)}`);
    const { receipt } = data[field];
    this.position = receipt.position;
    return receipt;
  }

  /** A standard with a draft, ready for the ballot of the same id. */
  async draft(standardId: string): Promise<void> {
    await this.issue('standards', 'ProposeStandard', { standardId, committeeId: 'odr', titles: TITLES, scope: TITLES });
    await this.issue('standards', 'SubmitDraft', { standardId, sections: [{ eId: 'clause_1', text: TITLES }] });
    for (const stage of ['WD', 'CD', 'DIS']) await this.issue('standards', 'AdvanceStandard', { standardId, stage });
  }

  open(standardId: string, body: object): Promise<Receipt> {
    return this.issue('standards', 'OpenBallot', { ballotId: standardId, standardId, ...body });
  }

  /** What the party is shown of a ballot; null: whoever has no token. */
  async see(party: string | null, ballotId: string, shows: string) {
    const headers = party === null ? {} : this.people.get(party);
    const { data, errors } = await this.platform.ask(
      `{ ballot(id: "${ballotId}", atLeast: "${this.position}") { ${shows} } }`,
      {},
      headers,
    );
    if (errors.length > 0) throw new Error(`${ballotId}: ${JSON.stringify(errors)}`);
    return data.ballot;
  }

  /** Waits until the platform has closed the ballot. */
  async closed(ballotId: string): Promise<void> {
    for (let status = ''; status !== 'CLOSED'; await sleep(100)) {
      ({ status } = await this.see(null, ballotId, 'status'));
      if (status === 'VOID') throw new Error(`${ballotId} is void`);
    }
  }
}
