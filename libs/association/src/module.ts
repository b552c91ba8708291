import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { appeal } from './appeal/appeal.js';
import { appealEffects } from './appeal/appeal.process.js';
import { appeals } from './appeal/appeal.read-model.js';
import { AppealResolver, appealObject } from './appeal/appeal.resolver.js';
import { ballotDeadline, ballotReminders } from './ballot/ballot.deadlines.js';
import { ballot } from './ballot/ballot.js';
import { ballotKeys, ballotResults, ballotTexts } from './ballot/ballot.process.js';
import { ballots } from './ballot/ballot.read-model.js';
import { BallotResolver, ballotObject } from './ballot/ballot.resolver.js';
import { VoteReader } from './ballot/vote-reader.js';
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
import { calendar } from './calendar/calendar.js';
import { calendars } from './calendar/calendar.read-model.js';
import { CalendarResolver, calendarObject } from './calendar/calendar.resolver.js';
import { committee } from './committee/committee.js';
import { committees } from './committee/committee.read-model.js';
import { CommitteeResolver, committeeObject } from './committee/committee.resolver.js';
import { draftComment } from './draft-comment/draft-comment.js';
import { draftComments } from './draft-comment/draft-comment.read-model.js';
import { DraftCommentResolver, draftCommentObject } from './draft-comment/draft-comment.resolver.js';
import { CommentExport } from './draft-comment/http/comment-export.js';
import { CommentImport } from './draft-comment/import/comment-import.js';
import { MinutesController } from './minutes/minutes.controller.js';
import { MinutesReader } from './minutes/minutes.reader.js';
import { pledge } from './pledge/pledge.js';
import { pledges } from './pledge/pledge.read-model.js';
import { PledgeResolver, PledgeSignatoryResolver, pledgeObject } from './pledge/pledge.resolver.js';
import { BallotRecordResolver } from './record/record.resolver.js';
import { RollCallsImport } from './roll-calls/import.js';
import { reviewDeadline } from './standard/standard.deadlines.js';
import { standard } from './standard/standard.js';
import { standards } from './standard/standard.read-model.js';
import { StandardResolver, standardObject } from './standard/standard.resolver.js';

/** What associations do: committees draft standards and vote on them, enterprises pledge themselves, and members hear of it. */
@Module({
  imports: [
    AggregatesModule.of(calendar, committee, standard, ballot, appeal, draftComment, pledge, breach, bulletin),
    ReadModelsModule.of({
      projections: [calendars, committees, standards, ballots, appeals, draftComments, pledges, breaches, bulletins],
      processManagers: [ballotResults, ballotKeys, ballotTexts, appealEffects, breachMeasures],
      deadlines: [ballotDeadline, ballotReminders, reviewDeadline, hearingDeadline],
    }),
  ],
  controllers: [MinutesController],
  providers: [
    RollCallsImport,
    CalendarResolver,
    CommitteeResolver,
    StandardResolver,
    BallotResolver,
    VoteReader,
    BallotRecordResolver,
    MinutesReader,
    AppealResolver,
    DraftCommentResolver,
    CommentExport,
    CommentImport,
    ...calendarObject,
    ...committeeObject,
    ...standardObject,
    ...ballotObject,
    ...appealObject,
    ...draftCommentObject,
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
  exports: [CommentExport, CommentImport],
})
export class AssociationModule {}

export { CommentsDoor } from './draft-comment/http/comments-door.js';
/** For the command line. */
export { BadFile } from './roll-calls/csv-file.js';
export { RollCallsImport } from './roll-calls/import.js';
export { RollCallFiles } from './roll-calls/roll-call-files.js';
export { BUILT_IN_NAMES, type BuiltInRule } from './rule/built-in.js';
