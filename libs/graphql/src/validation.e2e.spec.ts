import { startToy, type Toy } from './testing/toy.js';

describe('the validation of input', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.app.close());

  const load = (input: object) => toy.post({ query: 'mutation($input: CargoInput!) { load(input: $input) }', variables: { input } });

  it('good input arrives as instances of its classes', async () => {
    expect((await load({ title: 'x', lines: [{ hsCode: '010121' }] })).body).toEqual({ data: { load: 'CargoInput LineInput' } });
  });

  it('one error names the path, the value and the rule of what is wrong deep inside', async () => {
    const { status, body } = await load({ title: 'x', lines: [{ hsCode: '12x' }] });
    expect(status).toBe(200);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].message).toBe('lines.0.hsCode: must be six digits (got "12x")');
    const problem = { field: 'lines.0.hsCode', value: '12x', rule: 'must be six digits' };
    expect(body.errors[0].extensions).toEqual({ code: 'BAD_INPUT', ...problem, problems: [problem] });
  });

  it('all findings are in problems, with long values shortened', async () => {
    const { body } = await load({ title: 't'.repeat(5_000), lines: [{ hsCode: '010121' }, { hsCode: 'a', quantity: 0 }] });
    const { field, value, problems } = body.errors[0].extensions;
    expect(body.errors).toHaveLength(1);
    expect([field, value.length]).toEqual(['title', 201]);
    expect(problems.map((each: { field: string }) => each.field)).toEqual(['title', 'lines.1.hsCode', 'lines.1.quantity']);
    expect(problems[2]).toEqual({ field: 'lines.1.quantity', value: 0, rule: 'quantity must not be less than 1' });
    expect(body.errors[0].message).toContain('and 2 more');
  });

  const echo = (input: object) => toy.post({ query: 'query($input: ScalarsInput!) { echo(input: $input) }', variables: { input } });

  it('scalars pass in their canonical form', async () => {
    const input = { position: '9223372036854775807', instant: '2005-12-15T05:59:59+01:00', date: '2024-02-29', json: { a: [1] } };
    expect((await echo(input)).body.data.echo).toEqual({ ...input, instant: '2005-12-15T04:59:59.000Z' });
  });

  it.each([
    ['position', '-1'],
    ['position', '007'],
    ['position', '9223372036854775808'],
    ['position', 7],
    ['instant', '2005-12-15'],
    ['instant', 'yesterday'],
    ['date', '2023-02-29'],
    ['date', '2023-2-9'],
    ['json', [1]],
    ['json', 'text'],
  ])('%s does not take %p, as a variable or as a literal', async (name, value) => {
    for (const { status, body } of [
      await echo({ [name]: value }),
      await toy.post({ query: `{ echo(input: {${name}: ${JSON.stringify(value)}}) }` }),
    ]) {
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_INPUT']);
      expect(body.errors[0].message).toContain('must be');
      expect(body.errors[0].message).toContain(JSON.stringify(value));
    }
  });
});
