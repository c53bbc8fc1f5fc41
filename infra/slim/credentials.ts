import { type Part, standIn } from './part.ts';

/**
 * Where the AWS SDK looks for credentials on other machines than a function's: profiles, single sign-on, containers,
 * the metadata service. A function's credentials are in its environment, which is asked first.
 */
export const credentials: Part = standIn(
  'credentials-of-other-machines',
  /^@aws-sdk\/credential-provider-(ini|sso|process|web-identity|http)$|^@smithy\/credential-provider-imds$/,
  'module.exports = {}',
);
