import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { IsLocalizedText, type LocalizedTextInput } from './localized-text.input.js';

class Notice {
  @IsLocalizedText({ max: 10 })
  readonly heading!: LocalizedTextInput;

  @IsLocalizedText({ max: 10, each: true })
  readonly titles!: LocalizedTextInput[];
}

const text = (language: string, words: string) => ({ language, text: words });
const good = { heading: text('en', 'Toys'), titles: [text('en', 'Toys'), text('zh-Hans', '玩具')] };

const messagesOf = (errors: readonly ValidationError[]): string[] =>
  errors.flatMap(({ constraints, children }) => [...Object.values(constraints ?? {}), ...messagesOf(children ?? [])]);

const complaints = (changed: object): string[] => messagesOf(validateSync(plainToInstance(Notice, { ...good, ...changed })));

describe('a localized text', () => {
  it('has a language and a text', () => expect(complaints({})).toEqual([]));

  it.each([
    [text('english', 'Toys'), 'language: "english" is refused: a language is a tag of BCP 47, such as en, zh-Hans or pt-BR'],
    [text('en', ' '), 'text: " " is refused: a text has something to read, not only white space'],
    [text('en', 'Toys and games'), 'heading: "Toys and games" is refused: a text has at most 10 characters'],
  ])('is refused once for one fault: %j', (heading, message) => expect(complaints({ heading })).toEqual([message]));

  it('stands once for each language, however the tag is written', () => {
    expect(complaints({ titles: [text('pt-BR', 'a'), text('pt-br', 'b')] })).toEqual([
      'titles: a second text in pt-BR is refused: there is one text for each language',
    ]);
  });

  it('is refused where it is missing', () => {
    expect(complaints({ heading: undefined })).toEqual(['heading: nothing is refused: a localized text has a language and a text']);
    expect(complaints({ titles: 'Toys' })).toContain('titles: "Toys" is refused: a list is asked for');
  });
});
