/** The forms that minutes have, the best first. */
export const MINUTES_FORMS = ['html', 'pdf', 'json'] as const;
export type MinutesForm = (typeof MINUTES_FORMS)[number];

export const MEDIA_TYPES: Readonly<Record<MinutesForm, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  json: 'application/json',
};

/** Without a form, the one that the request accepts. */
export const minutesUri = (ballotId: string, form?: MinutesForm): string => `/ballots/${ballotId}/minutes${form ? `.${form}` : ''}`;
