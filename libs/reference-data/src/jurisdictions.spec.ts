import { countriesOf, countryCodes, isCountry, isJurisdiction, jurisdictionsOf, nameOf, reaches } from './jurisdictions.js';

describe('a jurisdiction', () => {
  it('is a country of ISO 3166-1 or a bloc', () => {
    expect(countryCodes()).toHaveLength(249);
    expect(['CN', 'US', 'DE', 'EU', 'ASEAN'].every(isJurisdiction)).toBe(true);
  });

  it.each(['XK', 'UK', 'cn', 'CHN', '156', 'ZZ', 'EURO', '', 'constructor', null, 156])('is not %j', (value) =>
    expect(isJurisdiction(value)).toBe(false),
  );

  it('is no country when it is a bloc', () => expect(isCountry('EU')).toBe(false));
});

describe('a bloc', () => {
  it('has as many members as in 2026, all of them countries', () => {
    expect(countriesOf('EU')).toHaveLength(27);
    expect(countriesOf('ASEAN')).toHaveLength(11);
    expect(countriesOf('ASEAN')).toContain('TL');
    expect([...countriesOf('EU'), ...countriesOf('ASEAN')].every(isCountry)).toBe(true);
  });

  it('reaches its members, who do not reach it', () => {
    expect(jurisdictionsOf('DE')).toEqual(['DE', 'EU']);
    expect(jurisdictionsOf('VN')).toEqual(['VN', 'ASEAN']);
    expect(jurisdictionsOf('GB')).toEqual(['GB']);
    expect(jurisdictionsOf('EU')).toEqual(['EU']);
    expect(reaches('EU', 'DE')).toBe(true);
    expect(reaches('DE', 'EU')).toBe(false);
    expect(reaches('CN', 'CN')).toBe(true);
  });
});

describe('the name of a jurisdiction', () => {
  it('is told in the language asked for', () => {
    expect(nameOf('DE')).toBe('Germany');
    expect(nameOf('DE', 'zh-Hans')).toBe('德国');
    expect(nameOf('EU')).toBe('European Union');
  });

  it('is told in English where the language is not known', () => expect(nameOf('DE', 'tlh')).toBe('Germany'));

  it('is refused for what is none', () => {
    expect(() => nameOf('XK')).toThrow(
      '"XK" is refused: a jurisdiction is a code of ISO 3166-1 alpha-2 or one of the blocs EU and ASEAN, in capitals',
    );
  });
});
