import { addDays, day } from '../../../../shared/kernel/time.ts';
import { formatDay } from './format.ts';
import type { PartnerChoiceFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail to a customer whose partner is out of business (PRG-9): the only one about a partner that it did not ask for (NOT-1). */
export function partnerChoiceLetter(facts: PartnerChoiceFacts, page: string): Letter {
  const { partnerName, customerName, runOffEndsOn } = facts;
  const until = runOffEndsOn === undefined ? '' : `, until ${formatDay(addDays(day(runOffEndsOn), -1))} at the latest`;
  return {
    subject: `${partnerName} is out of business: choose another partner`,
    blocks: [
      { paragraph: 'Hello,' },
      {
        paragraph: `${partnerName}, from which ${customerName} has cloud services, is no longer in business. You can choose another partner.`,
      },
      {
        paragraph: `Nothing stops today: what you have goes on until it is replaced or its term ends${until}. It is not renewed.`,
      },
      {
        paragraph:
          'Ask a partner of your choice for an invitation. A global administrator of your organization accepts it, and the new partner orders for you from then on.',
      },
      { link: { label: 'How to see your partners', address: page } },
      {
        small: `You get this mail once, as the contact of ${customerName}. The program itself sells you nothing in place of ${partnerName}.`,
      },
    ],
  };
}
