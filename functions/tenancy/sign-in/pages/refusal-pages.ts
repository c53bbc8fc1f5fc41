import type { MessageFacts, SupportFacts } from '../../../../shared/pages/message-page.ts';

interface Facts {
  readonly partnerName: string;
  readonly organization: string;
  readonly userName: string;
  readonly contact: SupportFacts;
  readonly otherAccountPath: string;
}

/** What a person reads who cannot accept, by the name of the refusal (REL-2, REL-4). No name of any colleague. */
export function refusalMessage(refusal: string, facts: Facts): MessageFacts {
  const { partnerName, organization, userName, otherAccountPath } = facts;
  const support = { partnerName, contact: facts.contact };
  const action = { text: 'Use another account', path: otherAccountPath };
  const nothing = 'Nothing has changed for your organization.';
  switch (refusal) {
    case 'customer_global_admin_required':
      return {
        title: 'A global administrator must accept',
        paragraphs: [
          `You are signed in as ${userName}. This account is not a global administrator.`,
          `Any global administrator of ${organization} can accept. Forward the invitation link to one of them: it works for everybody.`,
        ],
        action,
      };
    case 'syndication_customer':
      return {
        title: 'Your organization cannot accept',
        paragraphs: [
          `${organization} buys its services through a syndication partner. Such customers cannot have a second kind of partner here.`,
          nothing,
        ],
        support,
      };
    case 'country_not_authorized':
      return {
        title: 'Another region',
        paragraphs: [
          `${partnerName} is not authorized for the country of ${organization}. Ask ${partnerName} for the invitation of its branch in your region.`,
          nothing,
        ],
        support,
      };
    case 'own_tenant_not_allowed':
      return {
        title: 'Partners cannot accept',
        paragraphs: [
          `${organization} is enrolled as a partner of the program. A partner can be nobody’s customer here, nor its own.`,
          'To accept for a customer, sign in with an account of that customer.',
        ],
        action,
      };
    case 'customer_rejected':
      return {
        title: 'Your organization cannot accept',
        paragraphs: [`The program does not do business with ${organization} at present.`, nothing],
        support,
      };
    case 'account_not_active':
      return {
        title: 'This partner takes no new customers',
        paragraphs: [`The account of ${partnerName} with the program is not active at present.`, nothing],
        support,
      };
    default:
      return {
        title: 'This account cannot accept',
        paragraphs: [
          `You are signed in as ${userName}. Sign in with an account of the organization that should accept.`,
        ],
        action,
      };
  }
}

export const noSignIn = (path?: string): MessageFacts => ({
  title: 'The sign-in was not completed',
  paragraphs: ['It took too long, was cancelled, or this browser does not keep cookies.', 'Nothing has changed.'],
  ...(path !== undefined && { action: { text: 'Back to the invitation', path } }),
});

export const noSecondFactor = (path: string): MessageFacts => ({
  title: 'A second factor is needed',
  paragraphs: ['Your sign-in used a password alone. Sign in with a second factor to accept an invitation.'],
  action: { text: 'Sign in again', path },
});

export const noPasswordLink: MessageFacts = {
  title: 'This link is no longer valid',
  paragraphs: [
    'It was used already, or it is older than seven days.',
    'Ask an administrator of your organization, or whoever invited you, for a new one.',
  ],
};
