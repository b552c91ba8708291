import { addToInstant, type Duration, instantOf, type Position } from '@concord/kernel';
import { CannotBeDone } from '../cannot-be-done.js';
import type { Party } from './client.js';
import { english, named, register, type Scene } from './scene.js';
import { waitFor } from './waiting.js';

const OPEN_FOR = 'PT4S' as Duration;

const STANDARD = /* GraphQL */ `
  query ($id: ID!, $atLeast: Position) {
    standard(id: $id, atLeast: $atLeast) { stage drafts { version contentHash } verdicts { adopted } }
  }
`;

interface StandardAnswer {
  readonly standard: {
    readonly stage: string;
    readonly drafts: readonly { readonly version: number; readonly contentHash: string }[];
    readonly verdicts: readonly { readonly adopted: boolean }[];
  };
}

const BALLOT = /* GraphQL */ `
  query ($id: ID!, $atLeast: Position) {
    ballot(id: $id, atLeast: $atLeast) {
      status
      votes { party }
      turnout { votesCast rollSize }
      result { approved pMembers { inFavour against } all { inFavour against } stripped { party reason } }
    }
  }
`;

interface VoteCount {
  readonly inFavour: number;
  readonly against: number;
}

interface BallotAnswer {
  readonly ballot: {
    readonly status: string;
    readonly votes: readonly { readonly party: string }[] | null;
    readonly turnout: { readonly votesCast: number; readonly rollSize: number };
    readonly result: {
      readonly approved: boolean;
      readonly pMembers: VoteCount;
      readonly all: VoteCount;
      readonly stripped: readonly { readonly party: string; readonly reason: string }[];
    } | null;
  };
}

/** An association drafts a standard in a committee, and adopts it by ballot. */
export async function association(scene: Scene): Promise<void> {
  const { client, telling, cast } = scene;
  const { productSafety, toyAlliance, retailers, testLab, magnetWorks } = cast;
  telling.section('Association');
  await register(scene, toyAlliance, retailers, testLab, magnetWorks);
  const committeeId = named(scene, 'committee-magnets');
  const standardId = named(scene, 'standard-magnets');

  await client.issue(toyAlliance, 'CreateCommittee', {
    committeeId,
    names: english('Committee on magnets in toys'),
    scope: english('How magnets are fixed in toys, and how that is tested.'),
  });
  for (const { id: party } of [productSafety, retailers, testLab, magnetWorks]) {
    await client.issue(toyAlliance, 'AppointMember', { committeeId, party, kind: 'P_MEMBER' });
  }
  await client.issue(toyAlliance, 'AppointMember', { committeeId, party: toyAlliance.id, kind: 'O_MEMBER' });
  telling.step(`The Toy Makers Alliance founds ${committeeId}: four P-members, who are bound to vote, and itself as an O-member.`);

  await client.issue(toyAlliance, 'ProposeStandard', {
    standardId,
    committeeId,
    titles: english('Magnets in toys: pull test'),
    scope: english('A test for magnets that a child could pull out. Magnets in electric motors are not part of it.'),
  });
  const drafted = await client.issue(toyAlliance, 'SubmitDraft', {
    standardId,
    sections: [{ eId: 'clause_1', heading: 'Pull test', text: english('A magnet stays in its toy when it is pulled with 90 N for 10 s.') }],
  });
  let { position } = drafted;
  for (const stage of ['WD', 'CD', 'DIS']) ({ position } = await client.issue(toyAlliance, 'AdvanceStandard', { standardId, stage }));
  const { standard } = await client.ask<StandardAnswer>(null, STANDARD, { id: standardId, atLeast: position });
  const draft = standard.drafts.at(-1);
  telling.step(
    `It proposes ${standardId}, submits draft ${draft?.version} (${draft?.contentHash.slice(0, 12)}…) and brings it through WD and CD to ${standard.stage}.`,
  );

  await vote(scene, standardId, draft?.contentHash);
  const { stage } = await waitFor('the standard to be adopted', () => decided(scene, standardId));
  telling.step(`The standard ${standardId} is ${stage === 'PUBLISHED' ? 'adopted and PUBLISHED' : `not adopted and stays at ${stage}`}.`);
}

async function decided({ client }: Scene, id: string): Promise<StandardAnswer['standard'] | undefined> {
  const { standard } = await client.ask<StandardAnswer>(null, STANDARD, { id });
  return standard.verdicts.length > 0 ? standard : undefined;
}

async function vote(scene: Scene, standardId: string, draftHash: string | undefined): Promise<void> {
  const { client, telling, cast } = scene;
  const { productSafety, toyAlliance, retailers, testLab, magnetWorks } = cast;
  const ballotId = named(scene, 'ballot-magnets');
  const closesAt = addToInstant(instantOf(new Date()), OPEN_FOR);
  await client.issue(toyAlliance, 'OpenBallot', { ballotId, standardId, draftHash, closesAt });
  const castVote = (voter: Party, choice: string, comment?: string) => client.issue(voter, 'CastVote', { ballotId, choice, comment });
  await castVote(productSafety, 'APPROVE');
  await castVote(retailers, 'APPROVE');
  await castVote(testLab, 'APPROVE', 'The test can be repeated.');
  await castVote(magnetWorks, 'DISAPPROVE', 'We would rather not.');
  const last = await castVote(toyAlliance, 'ABSTAIN');
  telling.step(
    `It opens ${ballotId} on exactly that text, until ${closesAt}. Three P-members approve; Magnet Works is against it without a technical reason; the Alliance abstains.`,
  );

  const { turnout, votes } = await openBallot(scene, ballotId, last.position);
  if (votes !== null) throw new CannotBeDone(`The votes of ${ballotId} can be read before it is closed`);
  telling.step(`While the ballot is open everybody sees that ${turnout.votesCast} of ${turnout.rollSize} have voted, and nobody how.`);
  const result = await waitFor('the ballot to be closed', () => counted(scene, ballotId));
  const names = new Map(Object.values(cast).map(({ id, name }) => [id, name]));
  const stripped = result.stripped.map(({ party, reason }) => `${names.get(party) ?? party} (${reason})`).join(' and ');
  telling.step(
    `The clock of the platform closes it and counts by the ISO rule: ${result.pMembers.inFavour} of ${result.pMembers.inFavour + result.pMembers.against} counted P-members in favour, ${result.all.against} of ${result.all.inFavour + result.all.against} votes against. Not counted: ${stripped}. ${result.approved ? 'Approved' : 'Not approved'}.`,
  );
}

async function openBallot({ client }: Scene, id: string, atLeast: Position): Promise<BallotAnswer['ballot']> {
  return (await client.ask<BallotAnswer>(null, BALLOT, { id, atLeast })).ballot;
}

async function counted({ client }: Scene, id: string): Promise<NonNullable<BallotAnswer['ballot']['result']> | undefined> {
  const { ballot } = await client.ask<BallotAnswer>(null, BALLOT, { id });
  return ballot.result ?? undefined;
}
