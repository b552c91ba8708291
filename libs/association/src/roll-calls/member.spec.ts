import { isHandle, isJurisdiction } from '@concord/reference-data';
import { jurisdictionOf, partyOf } from './member.js';

describe('A state that votes', () => {
  it.each([
    ['with a code of today', { name: 'Côte d’Ivoire', code: 'CI' }, 'un-ci', 'CI'],
    ['with a code of its time', { name: 'German Democratic Republic', code: 'DD' }, 'un-dd', 'DE'],
    ['with a code of its time', { name: 'Czechoslovakia', code: 'CS' }, 'un-cs', 'CZ'],
    ['with a code of its time', { name: "Yemen People's Republic", code: 'YD' }, 'un-yd', 'YE'],
    ['with a code of its time', { name: 'Yugoslavia', code: 'YU' }, 'un-yu', 'RS'],
    ['without a code', { name: 'Federal Republic of Germany', code: '' }, 'un-federal-republic-of-germany', 'DE'],
    ['without a code', { name: 'Yemen Arab Republic', code: '' }, 'un-yemen-arab-republic', 'YE'],
    ['without a code', { name: 'Zanzibar', code: '' }, 'un-zanzibar', 'TZ'],
  ])('%s is a party of its own, in a jurisdiction of today', (_, state, party, jurisdiction) => {
    expect([partyOf(state), jurisdictionOf(state)]).toEqual([party, jurisdiction]);
    expect([isHandle(party), isJurisdiction(jurisdiction)]).toEqual([true, true]);
  });

  it('whose name has accents gets a handle all the same', () => {
    expect(partyOf({ name: 'São Tomé & Príncipe', code: '' })).toBe('un-sao-tome-principe');
  });
});
