import { formatDay } from './format.ts';
import type { DelegatedAdminRemovedFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail to an advisor from which a customer took delegated administration (DAP-3). */
export function delegatedAdminRemovedLetter(facts: DelegatedAdminRemovedFacts): Letter {
  const { customerName, customerDomain, companyName } = facts;
  return {
    subject: `${customerName} has taken delegated administration from you`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      {
        paragraph: `${customerName} has taken delegated administration from ${companyName}. You can no longer configure its services, nor open service requests for it.`,
      },
      {
        facts: [
          ['Customer', customerName],
          ['Domain', customerDomain],
          ['Customer id', facts.customerId],
          ['Since', formatDay(facts.removedOn)],
        ],
      },
      { paragraph: 'Only the customer can grant it again: send it a new request if you still work for it.' },
      { small: `You get this mail as a global admin or admin agent of ${companyName}. It cannot be switched off.` },
    ],
  };
}
