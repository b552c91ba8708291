/** The input of a mandate, from now on for a day: over everything, where nothing else is said. */
export const mandateFor = (auditor: string, grant: object = {}) => ({
  auditor,
  scope: { everything: true },
  purpose: 'The tests look at everything.',
  until: new Date(Date.now() + 86_400_000).toISOString(),
  ...grant,
});
