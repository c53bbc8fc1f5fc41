import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  type OAuthFlowType,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { invariant } from '../kernel/invariant.ts';
import { API_SCOPE } from './api-scope.ts';

/** The narrow port to the OpenID issuer: users sign in there, applications get their tokens there. */
export interface IdentityProvider {
  /** Repeating it is harmless. The user cannot sign in before a password is set. */
  createUser(user: NewUser): Promise<void>;
  setPassword(userPrincipalName: string, password: string): Promise<void>;
  disableUser(userPrincipalName: string): Promise<void>;
  enableUser(userPrincipalName: string): Promise<void>;
  /** Answers the secret of a confidential client once. */
  createApplication(application: NewApplication): Promise<{ clientId: string; clientSecret?: string }>;
  deleteApplication(clientId: string): Promise<void>;
  /** The issuer's own secret of a confidential client: for the token endpoint alone, which never hands it on. */
  applicationSecret(clientId: string): Promise<string | undefined>;
}
export interface NewUser {
  readonly userPrincipalName: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly displayName: string;
}
export interface NewApplication {
  readonly displayName: string;
  readonly redirectUris: readonly string[];
  /** Confidential clients have a secret and may use client credentials. */
  readonly confidential: boolean;
}

export { API_SCOPE };

export function cognitoIdentityProvider(
  userPoolId: string,
  client = new CognitoIdentityProviderClient({}),
): IdentityProvider {
  return {
    async createUser(user) {
      try {
        await client.send(
          new AdminCreateUserCommand({
            UserPoolId: userPoolId,
            Username: user.userPrincipalName,
            MessageAction: 'SUPPRESS',
            UserAttributes: [
              { Name: 'name', Value: user.displayName },
              { Name: 'custom:tid', Value: user.tenantId },
              { Name: 'custom:oid', Value: user.userId },
            ],
          }),
        );
      } catch (error) {
        if (!(error instanceof UsernameExistsException)) throw error;
      }
    },
    async setPassword(userPrincipalName, password) {
      await client.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: userPoolId,
          Username: userPrincipalName,
          Password: password,
          Permanent: true,
        }),
      );
    },
    async disableUser(userPrincipalName) {
      await client.send(new AdminDisableUserCommand({ UserPoolId: userPoolId, Username: userPrincipalName }));
    },
    async enableUser(userPrincipalName) {
      await client.send(new AdminEnableUserCommand({ UserPoolId: userPoolId, Username: userPrincipalName }));
    },
    createApplication: (application) => createApplication(client, userPoolId, application),
    async deleteApplication(clientId) {
      await client.send(new DeleteUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }));
    },
    async applicationSecret(clientId) {
      const input = { UserPoolId: userPoolId, ClientId: clientId };
      const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand(input));
      return UserPoolClient?.ClientSecret;
    },
  };
}

/** Cognito allows one kind of grant beside another only for people: an application is for one or the other. */
async function createApplication(
  client: CognitoIdentityProviderClient,
  userPoolId: string,
  { displayName, redirectUris, confidential }: NewApplication,
): Promise<{ clientId: string; clientSecret?: string }> {
  const forPeople = redirectUris.length > 0;
  const flows: OAuthFlowType[] = forPeople ? ['code'] : ['client_credentials'];
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: displayName,
      GenerateSecret: confidential,
      AllowedOAuthFlows: flows,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: forPeople ? ['openid', 'profile', API_SCOPE] : [API_SCOPE],
      ...(forPeople && { CallbackURLs: [...redirectUris], SupportedIdentityProviders: ['COGNITO'] }),
    }),
  );
  invariant(UserPoolClient?.ClientId, 'the issuer names the new client');
  return {
    clientId: UserPoolClient.ClientId,
    ...(UserPoolClient.ClientSecret === undefined ? {} : { clientSecret: UserPoolClient.ClientSecret }),
  };
}
