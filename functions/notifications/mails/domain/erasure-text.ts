import { formatDay } from './format.ts';
import type { ErasureFacts, FormerCustomerErasureFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail to a customer that no partner has any more (CUS-6): about its services, so that it may come unasked (NOT-1). */
export function erasureLetter({ customerName, erasedFrom }: ErasureFacts, page: string): Letter {
  return {
    subject: `The data of ${customerName} will be deleted`,
    blocks: [
      { paragraph: 'Hello,' },
      {
        paragraph: `${customerName} has no partner any more, and nothing that was bought for it is left. Its organization, its users and all that belongs to it will be deleted from ${formatDay(erasedFrom)} on, and cannot be brought back then.`,
      },
      {
        paragraph:
          'Until that day a global administrator can sign in and export the data. Whoever wants to go on accepts the invitation of a partner before: then nothing is deleted.',
      },
      { link: { label: 'How to export your data', address: page } },
      { small: `You get this mail once, as the contact of ${customerName}.` },
    ],
  };
}

/** The mail to the partner that such a customer had last. */
export function formerCustomerErasureLetter(facts: FormerCustomerErasureFacts): Letter {
  const { customerName, customerDomain, companyName } = facts;
  return {
    subject: `${customerName}, a former customer of yours, will be deleted`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      {
        paragraph: `${customerName} had ${companyName} as its last partner. No partner has it now, so its organization and all that belongs to it will be deleted. Your invoices stay as they are.`,
      },
      {
        facts: [
          ['Customer', customerName],
          ['Domain', customerDomain],
          ['Customer id', facts.customerId],
          ['Deleted from', formatDay(facts.erasedFrom)],
        ],
      },
      { paragraph: 'If you still work for it, send it your invitation: once it has accepted one, nothing is deleted.' },
      { small: `You get this mail as a global admin or admin agent of ${companyName}.` },
    ],
  };
}
