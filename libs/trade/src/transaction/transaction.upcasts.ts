/* Events as they were before requirements had parameters; what was written then is read like this for ever. */

export const checkedOfVersion1 = (data: { readonly findings: readonly object[] }): object => ({
  ...data,
  findings: data.findings.map((finding) => ({ ...finding, parameters: [] })),
});
