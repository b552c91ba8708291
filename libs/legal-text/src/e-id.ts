/** What an eId looks like: `sec_3__para_2`; Akoma Ntoso Naming Convention 1.0, 5.3. */
export const E_ID = /^(?=.{1,200}$)[a-z][a-z0-9]*(_[0-9a-z.-]+)*(__[a-z][a-z0-9]*(_[0-9a-z.-]+)*)*$/i;

export const isEId = (value: unknown): value is string => typeof value === 'string' && E_ID.test(value);
