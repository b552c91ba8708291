import type { Settings } from '@concord/platform';

/** What a person at the screen needs after a start. */
export const banner = (url: string, { introspection, demoIssuer }: Settings): string =>
  [
    '',
    '  Concord is running.',
    '',
    `  GraphQL    ${url}/graphql`,
    ...(introspection ? [`  GraphiQL   ${url}/graphiql`] : []),
    `  Health     ${url}/health`,
    ...(demoIssuer
      ? [
          '',
          '  A token, in another terminal:',
          '',
          '    npx concord token --party my-agency --kind AGENCY',
          '',
          '  The whole story, played through the API: npm run demo',
        ]
      : []),
    '',
    '',
  ].join('\n');
