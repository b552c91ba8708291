import type { Actor, Duration, Instant } from '@concord/kernel';
import { TEST_NOW } from '@concord/kernel/testing';
import type { BallotOutcome } from '../../ballot/ballot-outcome.js';
import { committee } from '../../committee/committee.js';
import type { ProcedureName } from '../procedure.js';
import type { Settlement } from '../settling.js';
import { AdvanceStandard, CancelStandard, RecordBallotResult } from '../standard.commands.js';
import type { Stage, StandardEvent } from '../standard.events.js';
import { tallyOf } from './tally.js';

export const at = (text: string) => text as Instant;
export const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
export const ours = { actor: association, facts: committee.initialState };
export const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T =>
  Object.assign(new type(), { standardId: 'returns' }, body);
export const advance = (stage: Stage) => command(AdvanceStandard, { stage });
export const record = (ballotId: string) => command(RecordBallotResult, { ballotId });
export const cancel = command(CancelStandard, { reason: 'Nobody needs it.' });

export const HASH = 'a'.repeat(64);
export const inFavour = tallyOf('APPROVE');
export const against = tallyOf('DISAPPROVE');
export const P3Y = 'P3Y' as Duration;

export const outcome = (stage: Stage, proposes: Stage, result: BallotOutcome['result'] = inFavour): BallotOutcome => ({
  standardId: 'returns',
  draftVersion: 1,
  contentHash: HASH,
  closesAt: TEST_NOW,
  stage,
  proposes,
  result,
});
export const settled = (
  outcomes: Readonly<Record<string, BallotOutcome>>,
  now = TEST_NOW,
): { readonly facts: Settlement; readonly now: Instant } => ({
  facts: { outcomes: new Map(Object.entries(outcomes)), reviewPeriod: P3Y },
  now,
});
export const nothing = settled({});

export const proposed = (procedure: ProcedureName): readonly StandardEvent[] => [
  {
    type: 'association.standard.StandardProposed',
    data: { association: 'trade-standards', committeeId: 'odr', titles: [], scope: [], stage: 'NP', procedure },
  },
  {
    type: 'association.standard.DraftSubmitted',
    data: { version: 1, sections: [], contentHash: HASH, stage: 'NP', submittedAt: at('2026-01-01T00:00:00.000Z') },
  },
];
export const advanced = (from: Stage, to: Stage): StandardEvent => ({ type: 'association.standard.StandardAdvanced', data: { from, to } });
export const verdict = (ballotId: string, result = inFavour) => ({
  ballotId,
  draftVersion: 1,
  contentHash: HASH,
  criteria: result.criteria,
});
export const moved = (ballotId: string, from: Stage, to: Stage, movedAt = TEST_NOW): StandardEvent => ({
  type: 'association.standard.StandardMovedByBallot',
  data: { ...verdict(ballotId), from, to, movedAt, reviewPeriod: to === 'CONFIRMED' ? P3Y : null },
});
export const adopted = (ballotId: string, from: Stage, publishedAt: Instant | null = TEST_NOW): StandardEvent => ({
  type: 'association.standard.StandardAdopted',
  data: { ...verdict(ballotId), from, stage: 'PUBLISHED', publishedAt, reviewPeriod: P3Y },
});
export const failed = (ballotId: string, stage: Stage, proposes: Stage): StandardEvent => ({
  type: 'association.standard.StandardNotAdopted',
  data: { ...verdict(ballotId, against), stage, proposes },
});
export const reviewed = (from: Stage, ballotId: string, since: Instant | null = TEST_NOW): StandardEvent => ({
  type: 'association.standard.ReviewStarted',
  data: { from, ballotId, since, reviewPeriod: P3Y },
});
export const cancelled = (from: Stage, to: 'WITHDRAWN' | 'REVIEW'): StandardEvent => ({
  type: 'association.standard.StandardCancelled',
  data: { from, to, reason: 'Nobody needs it.' },
});
export const stayed = (appealId: string): StandardEvent => ({ type: 'association.standard.StandardStayed', data: { appealId } });
export const lifted = (appealId: string): StandardEvent => ({ type: 'association.standard.StayLifted', data: { appealId } });
export const held = (ballotId: string | null): StandardEvent => ({ type: 'association.standard.MoveHeld', data: { ballotId } });
export const annulled = (appealId: string, ballotId: string, from: Stage, to: Stage): StandardEvent => ({
  type: 'association.standard.AdoptionAnnulled',
  data: { appealId, ballotId, from, to },
});

export const toDIS = [moved('np', 'NP', 'WD'), advanced('WD', 'CD'), advanced('CD', 'DIS')];
export const atDIS = [...proposed('ISO_IEC'), ...toDIS];
export const atFDIS = [...atDIS, moved('dis', 'DIS', 'FDIS')];
export const published = [...atFDIS, adopted('fdis', 'FDIS')];
export const inReview = [...published, reviewed('PUBLISHED', 'fdis')];
export const IN_3_YEARS = at('2029-03-01T12:00:00.000Z');
