import { formatInstant } from './format.ts';
import type { SignInFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail with a new user's one-time link to set a password. */
export function signInLetter(facts: SignInFacts, page: string): Letter {
  return {
    subject: `Set your password for ${facts.organization}`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      {
        paragraph: `a user was made for you at ${facts.organization}. Set your password with this link, then sign in.`,
      },
      { facts: [['User name', facts.userPrincipalName]] },
      { link: { label: 'Set your password', address: page } },
      {
        small: `The link works once, until ${formatInstant(facts.validUntil)}. Pass it on to nobody: whoever opens it sets your password. You expected no such mail? Then do nothing.`,
      },
    ],
  };
}
