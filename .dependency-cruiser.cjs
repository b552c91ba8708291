/**
 * The floors of the house: an import goes down only. Each library names all floors above itself that it
 * may not reach; a context sees another context only through its index.
 */
const floors = [
  ['kernel', 'proof'],
  ['reference-data'],
  ['rules'],
  ['legal-text'],
  ['web'],
  ['event-log'],
  ['secrets'],
  ['commands'],
  ['projections'],
  ['graphql'],
  ['identity'],
  ['audit'],
  ['files'],
  ['transparency'],
  ['government', 'association', 'enterprise', 'trade', 'consumer', 'cooperation'],
  ['insight'],
  ['platform'],
];
const contexts = floors.find((libs) => libs.includes('government'));
const insideOf = (libs) => `^libs/(${libs.join('|')})/`;

const floorRules = floors.slice(0, -1).map((libs, floor) => ({
  name: `${libs[0]}-imports-downwards`,
  comment: `What stands on the floor of ${libs.join(', ')} imports nothing from the floors above.`,
  severity: 'error',
  from: { path: insideOf(libs) },
  to: { path: insideOf(floors.slice(floor + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'libs-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'contexts-meet-at-the-index',
      comment: 'A context shows other contexts its event types and ids in index.ts, and nothing else.',
      severity: 'error',
      from: { path: `^libs/(${contexts.join('|')})/` },
      to: { path: insideOf(contexts), pathNot: ['^libs/$1/', '^libs/[a-z-]+/src/index\\.ts$'] },
    },
    {
      name: 'libs-meet-at-the-index',
      severity: 'error',
      from: { path: '^(libs|apps)/([a-z-]+)/' },
      to: { path: '^libs/([a-z-]+)/', pathNot: ['^$1/$2/', '^libs/[a-z-]+/src/(index|module|testing/index)\\.ts$'] },
    },
    {
      name: 'the-kernel-is-pure',
      comment: 'No Nest and no input or output in the kernel.',
      severity: 'error',
      from: { path: '^libs/kernel/src/', pathNot: '(\\.spec\\.ts|/testing/)' },
      to: { path: '(^node:|node_modules/(@nestjs|typeorm|pg|mercurius|fastify)/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'proofs-stand-alone',
      comment: 'Whoever checks a log trusts what is in this folder and Node alone: nothing of Concord, no package.',
      severity: 'error',
      from: { path: '^libs/proof/src/', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { pathNot: '^libs/proof/src/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'tests-stay-tests',
      comment: 'Product code imports no test support and no benchmark.',
      severity: 'error',
      from: { pathNot: '(\\.spec\\.ts$|/testing/|^test/|^bench/)' },
      to: { path: '(\\.spec\\.ts$|/src/testing/|^test/|^bench/)' },
    },
    {
      name: 'yardsticks-stay-in-the-benchmark',
      comment: 'What the benchmark measures against is installed in bench, and reached from there alone (docs/decisions/0018).',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { path: '(^bench/node_modules/|@event-driven-io/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
