import { objectOf, pick } from '@concord/kernel';
import { processManager } from '@concord/projections';
import { RecordAnswer } from '../comment/comment.commands.js';
import { type AnswerApplied, answerEvents } from './answer.events.js';

/** Carries an answer to each of the comments for which it was given: there it takes the place of any other. */
export const answering = processManager<AnswerApplied>({
  name: 'government.answering',
  version: 1,
  tables: [],
  reactsTo: pick(answerEvents, 'government.answer.AnswerApplied'),
  react: (event) => event.data.comments.map((commentId) => Object.assign(new RecordAnswer(), { commentId, answerId: objectOf(event) })),
});
