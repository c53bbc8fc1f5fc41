import { expect, it, test } from 'vitest';
import { resourcesOf } from '../../infra/checks/template.ts';
import { guardedClient } from '../../infra/local/identity/guarded-client.ts';
import { cognitoIdentityProvider } from '../../shared/identity/identity-provider.ts';
import { synthesized } from '../infra/synthesized.ts';

/** Clients that the platform makes are guarded, each way that one is made (conventions 2.3). */
it.each([
  ['for people', ['https://app.example/callback'], true],
  ['for itself', [], true],
  ['public', ['http://localhost/callback'], false],
])(
  'conventions 2.3: a client %s that tenancy makes has none of Cognito’s lax defaults',
  async (_, redirectUris, confidential) => {
    const made: object[] = [];
    const identity = cognitoIdentityProvider('pool', async (_operation, input) => {
      made.push(guardedClient(input as Record<string, unknown>, 'the client'));
      return { UserPoolClient: { ClientId: 'id' } };
    });
    await identity.createApplication({ displayName: 'App', redirectUris, confidential });
    expect(made).toHaveLength(1);
  },
);

test('conventions 2.3: nor has a client of the templates', async () => {
  const clients = resourcesOf(await synthesized(), 'AWS::Cognito::UserPoolClient');
  expect(clients.length).toBeGreaterThan(0);
  for (const { properties } of clients) guardedClient({ ...properties, CallbackURLs: [] }, 'a client of the template');
});

/** The own machine may be told by http (Cognito takes its addresses, too); whatever else Cognito refuses is refused here. */
test.each([
  ['https://app.example/callback', true],
  ['http://localhost:8080/callback', true],
  ['http://127.0.0.1/callback', true],
  ['http://[::1]:8080', true],
  ['com.example.app://callback', true],
  ['http://app.example/callback', false],
  ['http://localhost.example/', false],
  ['https://app.example/#part', false],
  ['callback', false],
])('ROL-3: the local issuer takes %s as Cognito does: %s', (url, isTaken) => {
  const client = {
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    ReadAttributes: ['name'],
    WriteAttributes: ['name'],
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    CallbackURLs: [url],
  };
  const made = () => guardedClient(client, 'the client');
  if (isTaken) expect(made()).toBe(client);
  else expect(made).toThrow(url);
});
