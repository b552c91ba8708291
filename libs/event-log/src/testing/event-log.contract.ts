import { appendContract } from './contract/append.contract.js';
import { copyContract } from './contract/copy.contract.js';
import { identityContract } from './contract/identity.contract.js';
import { orderContract } from './contract/order.contract.js';
import { readContract } from './contract/read.contract.js';
import { sizeContract } from './contract/size.contract.js';
import { storableContract } from './contract/storable.contract.js';
import type { LogUnderTest } from './contract/store.js';
import { subscribeContract } from './contract/subscribe.contract.js';

export type { LogUnderTest } from './contract/store.js';

/**
 * What every adapter of the port must hold, run against a real store.
 * @param setUp gives an empty store; called once, closed after the last test
 */
export function eventLogContract(name: string, setUp: () => Promise<LogUnderTest>): void {
  describe(`the event log in ${name}`, () => {
    let store: LogUnderTest;
    beforeAll(async () => {
      store = await setUp();
    });
    afterAll(() => store.close());

    describe('append', () => appendContract(() => store));
    describe('what can be stored', () => storableContract(() => store));
    describe('read', () => readContract(() => store));
    describe('subscribe', () => subscribeContract(() => store));
    describe('order', () => orderContract(() => store));
    describe('identity', () => identityContract(() => store, setUp));
    describe('copy', () => copyContract(setUp));
    describe('size', () => sizeContract(() => store));
  });
}
