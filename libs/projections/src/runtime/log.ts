import { Logger } from '@nestjs/common';

/** Where the runtime writes what happens: the facts, and a sentence for a person. A logger of pino fits as it is. */
export interface RuntimeLog {
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/** The token under which Nest injects it; without one, what happens goes to the logger of Nest. */
export const RUNTIME_LOG = Symbol('RuntimeLog');

const logger = new Logger('Projections');
const line = (facts: object, sentence: string): string => `${sentence} ${JSON.stringify(facts)}`;

export const nestLog: RuntimeLog = {
  info: (facts, sentence) => logger.log(line(facts, sentence)),
  warn: (facts, sentence) => logger.warn(line(facts, sentence)),
  error: (facts, sentence) => logger.error(line(facts, sentence)),
};
