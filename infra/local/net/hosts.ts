/** Host names that published clients have fixed in code: the API, price sheets, and the two names of sign-in. */
export const hostsOfClients: readonly string[] = [
  'api.partnercenter.microsoft.com',
  'api.partner.microsoft.com',
  'login.microsoftonline.com',
  'login.windows.net',
];
