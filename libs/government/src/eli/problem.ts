import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, type WebProblem, webProblemAnswer } from '@concord/web';

/** Why there is no text to show. */
export interface Problem extends Omit<WebProblem, 'title'> {
  readonly status: 400 | 404 | 406 | 410;
}

const TITLES: Readonly<Record<Problem['status'], string>> = {
  400: 'The request cannot be read',
  404: 'There is no such text',
  406: 'The text cannot be had in such a form',
  410: 'The text was withdrawn',
};

/** A page where pages are read, otherwise a problem of RFC 9457. */
export const problemAnswer = (problem: Problem, headers: IncomingHttpHeaders): Answer =>
  webProblemAnswer({ ...problem, title: TITLES[problem.status] }, headers);
