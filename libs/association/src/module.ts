import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { ballotDeadline } from './ballot/ballot.deadlines.js';
import { ballot } from './ballot/ballot.js';
import { ballotResults, ballotTexts } from './ballot/ballot.process.js';
import { ballots } from './ballot/ballot.read-model.js';
import { BallotResolver, ballotObject } from './ballot/ballot.resolver.js';
import { hearingDeadline } from './breach/breach.deadlines.js';
import { BreachFiles } from './breach/breach.files.js';
import { breach } from './breach/breach.js';
import { breachMeasures } from './breach/breach.process.js';
import { breaches } from './breach/breach.read-model.js';
import { BreachResolver, breachObject } from './breach/breach.resolver.js';
import { BulletinFiles } from './bulletin/bulletin.files.js';
import { bulletin } from './bulletin/bulletin.js';
import { bulletins } from './bulletin/bulletin.read-model.js';
import { BulletinResolver, bulletinObject } from './bulletin/bulletin.resolver.js';
import { BulletinReceiptResolver } from './bulletin/receipt.resolver.js';
import { committee } from './committee/committee.js';
import { committees } from './committee/committee.read-model.js';
import { CommitteeResolver, committeeObject } from './committee/committee.resolver.js';
import { pledge } from './pledge/pledge.js';
import { pledges } from './pledge/pledge.read-model.js';
import { PledgeResolver, PledgeSignatoryResolver, pledgeObject } from './pledge/pledge.resolver.js';
import { RollCallsImport } from './roll-calls/import.js';
import { standard } from './standard/standard.js';
import { standards } from './standard/standard.read-model.js';
import { StandardResolver, standardObject } from './standard/standard.resolver.js';

/** What associations do: committees draft standards and vote on them, enterprises pledge themselves, and members hear of it. */
@Module({
  imports: [
    AggregatesModule.of(committee, standard, ballot, pledge, breach, bulletin),
    ReadModelsModule.of({
      projections: [committees, standards, ballots, pledges, breaches, bulletins],
      processManagers: [ballotResults, ballotTexts, breachMeasures],
      deadlines: [ballotDeadline, hearingDeadline],
    }),
  ],
  providers: [
    RollCallsImport,
    CommitteeResolver,
    StandardResolver,
    BallotResolver,
    ...committeeObject,
    ...standardObject,
    ...ballotObject,
    PledgeResolver,
    PledgeSignatoryResolver,
    ...pledgeObject,
    BreachFiles,
    BreachResolver,
    ...breachObject,
    BulletinFiles,
    BulletinResolver,
    BulletinReceiptResolver,
    ...bulletinObject,
  ],
})
export class AssociationModule {}

/** For the command line. */
export { BadFile } from './roll-calls/csv-file.js';
export { RollCallsImport } from './roll-calls/import.js';
export { RollCallFiles } from './roll-calls/roll-call-files.js';
