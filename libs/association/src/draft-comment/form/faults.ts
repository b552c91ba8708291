import { ConcordError } from '@concord/graphql';

const RULE = 'docs/draft-comments.md';

/** @param why goes on after a colon */
export const badForm = (why: string): ConcordError =>
  new ConcordError('BAD_FORM', `The file cannot be read as a commenting form: ${why}`, { field: 'body', rule: RULE });

export const formTooLarge = (rule: string, value?: number): ConcordError =>
  new ConcordError('FORM_TOO_LARGE', `The form is too large: ${rule}`, { field: 'body', value, rule });
