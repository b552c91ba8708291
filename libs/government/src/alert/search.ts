import { IsPlainText, simpleRule } from '@concord/reference-data';
import { applyDecorators } from '@nestjs/common';

const LONGEST_SEARCH = 500;

/** A word to look for, and not one to leave out: without it nothing would ever be found, and nobody would be told. */
const WORD = /(^|[^-\p{L}\p{N}])[\p{L}\p{N}]/u;

/** Words to look for, as they are typed into a search box. */
export const IsSearch = () =>
  applyDecorators(
    IsPlainText({ max: LONGEST_SEARCH }),
    simpleRule('isSearch', (text) => typeof text === 'string' && WORD.test(text), 'a search holds a word that is looked for'),
  );
