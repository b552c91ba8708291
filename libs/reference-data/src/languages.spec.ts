import { isLanguageTag, languageTag } from './languages.js';

describe('a language tag', () => {
  it('is written in one way', () => {
    expect(languageTag('ZH-hans-cn')).toBe('zh-Hans-CN');
    expect(languageTag('pt-br')).toBe('pt-BR');
  });

  it.each(['english', 'en_US', 'e', '', 'en-', ' en', 'x-private', 'de-DE-DE', 7, null])('is not %j', (value) =>
    expect(isLanguageTag(value)).toBe(false),
  );
});
