import { askedDossier, MOST_ACTS } from './dossier-asked.js';

const asked = (path: string) => {
  const url = new URL(path, 'http://host');
  const [, , kind = '', file = ''] = url.pathname.split('/');
  return askedDossier(kind, file, Object.fromEntries(url.searchParams));
};

describe('A request for a dossier', () => {
  it('says what it is about, in which form, and which page', () => {
    expect(asked('/dossiers/norm/toy-safety.html')).toEqual({
      ...{
        kind: 'NORM',
        id: 'toy-safety',
        form: 'html',
        first: MOST_ACTS,
        after: '0',
        since: '0',
        phase: null,
        withProofs: true,
        atLeast: null,
      },
    });
    expect(asked('/dossiers/complaint/one-1.json?first=7&after=12&since=3&phase=AFTER&atLeast=9')).toMatchObject({
      ...{ form: 'json', first: 7, after: '12', since: '3', phase: 'AFTER', atLeast: '9' },
    });
  });

  it.each([
    ['/dossiers/ballot/one.html', 'kind', 'ballot'],
    ['/dossiers/NORM/one.html', 'kind', 'NORM'],
    ['/dossiers/norm/one.pdf', 'id', 'one.pdf'],
    ['/dossiers/norm/one', 'id', 'one'],
    ['/dossiers/norm/.html', 'id', ''],
    ['/dossiers/norm/One.html', 'id', 'One'],
    ['/dossiers/norm/one.html?first=0', 'first', '0'],
    ['/dossiers/norm/one.html?first=2001', 'first', '2001'],
    ['/dossiers/norm/one.html?after=-1', 'after', '-1'],
    ['/dossiers/norm/one.html?since=soon', 'since', 'soon'],
    ['/dossiers/norm/one.html?atLeast=01', 'atLeast', '01'],
    ['/dossiers/norm/one.html?phase=after', 'phase', 'after'],
    ['/dossiers/norm/one.html?colour=red', 'colour', 'red'],
  ])('%s is refused, naming %s', (path, field, value) => {
    expect(() => asked(path)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', extensions: { code: 'BAD_INPUT', field, value, rule: expect.any(String) } }),
    );
  });
});
