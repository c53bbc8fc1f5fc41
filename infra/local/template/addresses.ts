import { type Addresses, type Deployment, region } from './deployment.ts';

/** Addresses that a template puts together by hand are those of AWS; functions here get the runtime's instead. */
export function addressMender(deployment: Deployment, { api, issuer }: Addresses): (value: string) => string {
  const addresses: [string, string][] = [
    ...deployment
      .ofType('AWS::ApiGatewayV2::Api')
      .map(({ ref }): [string, string] => [`https://${ref}.execute-api.${region}.amazonaws.com`, api]),
    ...deployment
      .ofType('AWS::Cognito::UserPool')
      .map(({ ref }): [string, string] => [`https://cognito-idp.${region}.amazonaws.com/${ref}`, issuer]),
    ...deployment
      .ofType('AWS::Cognito::UserPoolDomain')
      .map(({ ref }): [string, string] => [`https://${ref}.auth.${region}.amazoncognito.com`, issuer]),
  ];
  return (value) => addresses.reduce((text, [remote, local]) => text.replaceAll(remote, local), value);
}
