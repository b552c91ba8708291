import { EventLogUnavailable } from '@concord/event-log';
import { DatabaseError } from 'pg';
import { isDataFault, isPassing, PassingFault, UnwritableRows } from './faults.js';

const sql = (code: string): DatabaseError => Object.assign(new DatabaseError(`SQL ${code}`, 0, 'error'), { code });

describe('a fault', () => {
  test.each(['22001', '23505', '54000', '42P01'])('of what is written (SQL state %s) does not pass', (code) => {
    expect([isDataFault(sql(code)), isPassing(sql(code))]).toEqual([true, false]);
  });

  test.each(['40001', '40P01', '55P03', '57P01', '53300', '08006'])('of the moment (SQL state %s) passes', (code) => {
    expect([isDataFault(sql(code)), isPassing(sql(code))]).toEqual([false, true]);
  });

  test.each([
    ['the log', new EventLogUnavailable(new Error('gone'))],
    ['the state of a process manager', new PassingFault(new Error('gone'))],
    ['the connection, by its code', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    ['the connection, as the driver says', new Error('Connection terminated unexpectedly')],
    ['TypeORM, for such a reason', Object.assign(new Error('x'), { driverError: sql('57P01') })],
    ['another, for such a reason', new Error('x', { cause: new Error('Connection terminated') })],
  ])('of %s passes', (_, error) => {
    expect(isPassing(error)).toBe(true);
  });

  test('of the code does not pass', () => {
    expect(isPassing(new TypeError('x is not a function'))).toBe(false);
    expect(isPassing('thrown text')).toBe(false);
  });

  test('of rows that have no text lies in the rows', () => {
    expect(isDataFault(new UnwritableRows(new TypeError('BigInt')))).toBe(true);
  });
});
