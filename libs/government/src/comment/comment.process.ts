import { processManager } from '@concord/projections';
import { CommentDocket, type DocketEvent, dockets, normOf, reportedEvents, reportOf } from './comment-docket.js';

/**
 * Tells a norm how many of its comments have no answer: when a window has closed, and from then on whenever the last one gets
 * its answer, or one is without again, as when somebody commented in the very moment of the closing.
 */
export const commentCount = processManager<DocketEvent>({
  name: 'government.comment-count',
  version: 1,
  tables: [dockets],
  reactsTo: reportedEvents,
  async react(event, state) {
    const [docket] = await state.find(CommentDocket, 'id = $1', [normOf(event)]);
    const report = docket && reportOf(docket, event);
    return report ? [report] : [];
  },
});
